// helper of provers: what EXPLAIN says of a query.
#include "domain/postgres/prove/plan_look.h"

#include <charconv>

namespace assay::postgres {

std::optional<PlanLook> plan_of(Lab& lab, const std::string& query) {
    const auto rows = lab.query("explain " + query);
    if (!rows || rows->size() == 0) return {};
    PlanLook look;
    for (int i = 0; i < rows->size(); ++i) {
        const auto line = rows->text(i, 0);
        look.text += std::string{line} + "\n";
        const auto end = line.find(" Scan");
        if (end == line.npos || !look.scan.empty()) continue;
        const auto begin = line.find_first_not_of(" ->");
        look.scan = line.substr(begin, end + 5 - begin);
    }
    const auto at = look.text.find("..");  // (cost=0.29..8.30 rows=…
    if (at != look.text.npos) std::from_chars(look.text.data() + at + 2, look.text.data() + look.text.size(), look.total_cost);
    return look;
}

std::string body_of_index(const std::string& definition) {
    const auto at = definition.find(" USING ");
    return at == definition.npos ? std::string{} : definition.substr(at);
}

}  // namespace assay::postgres
