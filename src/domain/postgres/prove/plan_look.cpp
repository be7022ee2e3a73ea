// helper of provers: what EXPLAIN says of a query.
#include "domain/postgres/prove/plan_look.h"

#include <fmt/core.h>

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

std::optional<std::int64_t> blocks_touched(Lab& lab, const std::string& statement) {
    const auto rows = lab.run("explain (analyze, buffers, costs off, timing off, summary off) " + statement);
    for (int row = 0; rows && row < rows->size(); ++row) {
        const auto line = rows->text(row, 0);
        if (line.find("Buffers: shared ") == line.npos) continue;
        std::int64_t blocks = 0;
        for (const std::string_view kind : {"hit=", "read="})
            if (const auto at = line.find(kind); at != line.npos) {
                std::int64_t number = 0;
                std::from_chars(line.data() + at + kind.size(), line.data() + line.size(), number);
                blocks += number;
            }
        return blocks;  // of the topmost step, which has those of all
    }
    return {};
}

std::string body_of_index(const std::string& definition) {
    const auto at = definition.find(" USING ");
    return at == definition.npos ? std::string{} : definition.substr(at);
}

std::optional<int> build_indexes(Lab& lab, const Map& map, std::int64_t relation_id, const std::string& copy, std::string_view condition) {
    auto index = map.prepare(fmt::format("select definition, is_unique from indexes where relation_id = ? and is_valid and {} order by id", condition));
    index.bind(1, relation_id);
    int built = 0;
    for (; index.step(); ++built)
        if (!lab.run(fmt::format("create {}index on {}{}", index.integer(1) ? "unique " : "", copy, body_of_index(std::string{index.text(0)})))) return {};
    return built;
}

}  // namespace assay::postgres
