// Inserts rows into a copy of the child with one and with two equal foreign keys.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/key_pair.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

Outcome checked_twice(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{400})) return Outcome::out_of_budget();
    constexpr int rows = 10'000;
    const auto pair = make_key_pair(lab, subject.map, subject.id);
    if (!pair) return Outcome::needs("copies of the two tables: " + lab.last_error().message);
    const auto parents = key_values(subject.map, pair->parent_shapes, "i"), children = key_values(subject.map, pair->child_shapes, "(1 + i % 100)");
    if (!parents || !children || !lab.run(fmt::format("insert into {} ({}) select {} from generate_series(1, 200) i", pair->parent, pair->referenced_columns, *parents)))
        return Outcome::needs("values for the key's types: " + lab.last_error().message);
    const auto insert = fmt::format("insert into {} ({}) select {} from generate_series(1, {}) i", pair->child, pair->columns, *children, rows);
    const auto once = lab.time_ms(insert, 2);
    if (!once || !lab.run(fmt::format("alter table {} add foreign key ({}) references {} ({}){}", pair->child, pair->columns, pair->parent,
                                      pair->referenced_columns, pair->actions)))
        return Outcome::needs(lab.last_error().message);
    const auto twice = lab.time_ms(insert, 2);
    if (!twice) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof("inserted 10,000 rows into a copy with the foreign key once and twice", shown_ms(*twice) + " with both", shown_ms(*once) + " with one");
    return *twice > *once * 1.1 ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
