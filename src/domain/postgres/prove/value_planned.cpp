// Plans an equality for each value of the column on a copy with the index.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "map/map.h"

namespace assay::postgres {

namespace {
constexpr int rows_made = 20'000;
}

Outcome value_planned(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{300})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select i.relation_id, i.definition, k.expression, r.name from indexes i join index_keys k on k.index_id = i.id and k.position = 1 "
                                   "join relations r on r.id = i.relation_id where i.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the index on the map");
    const std::string key{row.text(2)}, table{row.text(3)};
    const auto schema = lab.scratch_schema(), copy = schema + ".copy";
    if (!lab.run("create schema " + schema) || !make_filled_copy(lab, subject.map, row.integer(0), copy, rows_made, 0) ||
        !lab.run(fmt::format("create index few on {}{}", copy, body_of_index(std::string{row.text(1)}))) || !lab.run("analyze " + copy))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    const auto values = lab.query(fmt::format("select quote_literal({0}::text), {0}::text, count(*) from {1} where {0} is not null group by {0} order by 3 limit 5", key, copy));
    if (!values || values->size() < 2) return Outcome::needs("rows of several values");

    std::string seen;
    bool used = false;
    for (int i = 0; i < values->size(); ++i) {
        const auto plan = plan_of(lab, fmt::format("select * from {} where {} = {}", copy, key, values->text(i, 0)));
        if (!plan) return Outcome::needs(lab.last_error().message);
        used |= plan->reads("few");
        seen += fmt::format("{}{} for one of {} rows", seen.empty() ? "" : ", ", plan->scan, values->text(i, 2));
    }
    auto proof = lab.proof(fmt::format("planned {} = … for each of {} values on a copy of {}", key, values->size(), table), "an index on " + key, seen);
    return used ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
