// Puts a row of the parent into a child of a copy once more, and counts what the key lets in.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"

namespace assay::postgres {

Outcome key_across_children(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select p.id, p.name, k.columns from relations t join relations p on p.id = t.parent_id "
                                   "join keys k on k.relation_id = p.id and k.type in ('primary', 'unique') where t.id = ? order by k.type limit 1");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("a key of the parent");
    const std::string parent{row.text(1)}, key{row.text(2)};
    const auto schema = lab.scratch_schema();
    auto copy = TrialTable::make(lab, subject.map, row.integer(0), schema, "copy", {});
    if (!copy || !copy->insert(1)) return Outcome::needs("a row for the parent: " + lab.last_error().message);
    const auto child = schema + ".child";
    if (!lab.run(fmt::format("create table {} () inherits ({})", child, copy->name()))) return Outcome::needs(lab.last_error().message);

    const auto method = fmt::format("put a row into a copy of {} and the same into a child of it", parent);
    const auto before = fmt::format("the key of {} is ({})", parent, key);
    if (!lab.run(fmt::format("insert into {} overriding system value select * from only {}", child, copy->name())))
        return Outcome::refuted(lab.proof(method, before, last_error_text(lab)));
    const auto count = lab.query(fmt::format("select count(*), count(distinct ({})) from {}", key, copy->name()));
    if (!count) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(method, before, fmt::format("{} rows of {} key", count->integer(0, 0), count->integer(0, 1)));
    return count->integer(0, 0) > count->integer(0, 1) ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
