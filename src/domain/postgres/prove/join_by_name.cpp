// Plans a join on two columns of one name.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome join_by_name(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    auto row = subject.map.prepare(
        "select o.table_name, o.name from columns c join columns o on lower(o.attname) = lower(c.attname) and o.database_id = c.database_id "
        "and o.relation_id <> c.relation_id and o.type_name <> c.type_name where c.id = ? order by o.id limit 1");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the other column");
    const auto other = std::string{row.text(0)}, name = std::string{row.text(1)};
    auto plan = lab.run(fmt::format("explain (costs off) select 1 from {} a join {} b on a.{} = b.{}", column->table, other, column->name, name));
    if (!plan && lab.last_error().sqlstate != "42883") return Outcome::needs(lab.last_error().message);
    std::string after = plan ? "no cast in the plan" : lab.last_error().message;
    bool bad = !plan;
    for (int line = 0; plan && !bad && line < plan->size(); ++line)
        if (plan->text(line, 0).find("Cond: ") != std::string_view::npos && plan->text(line, 0).find("::") != std::string_view::npos) {
            bad = true;
            after = trimmed(plan->text(line, 0));
        }
    auto proof = lab.proof(fmt::format("planned a join of {} and {} on {}", column->table, other, column->name), "compared as they are", after);
    return bad ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
