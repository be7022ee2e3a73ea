// Inserts a row with the default of a column, under all CHECKs of the table.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome default_refused(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    const auto schema = lab.scratch_schema();
    if (!copy_table(lab, subject.map, *column, schema)) return Outcome::needs(lab.last_error().message);
    const bool stored = bool(lab.run(fmt::format("insert into {}.c ({}) values (default)", schema, column->name)));
    auto proof = lab.proof(fmt::format("inserted into a copy of {} and left {} out", column->table, column->name),
                           "DEFAULT " + column->default_expression, stored ? "stored" : lab.last_error().message);
    return stored ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
