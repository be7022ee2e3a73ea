// Stores a text of one character more than a column takes, then again with the limit taken off.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome longer_value(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    if (column->length <= 0) return Outcome::needs("a column with a limit");
    const auto schema = lab.scratch_schema();
    if (!copy_table(lab, subject.map, *column, schema)) return Outcome::needs(lab.last_error().message);
    const auto insert = fmt::format("insert into {}.c ({}) values (repeat('x', {}))", schema, column->name, column->length + 1);
    const bool taken = bool(lab.run(insert));
    if (!taken && lab.last_error().sqlstate != "22001") return Outcome::needs("a text that the table's CHECKs take");
    auto proof = lab.proof(fmt::format("stored {} characters in a column {} {}", column->length + 1, column->name, column->type),
                           fmt::format("{} are allowed", column->length), taken ? "stored" : lab.last_error().message);
    if (taken) return Outcome::refuted(std::move(proof));
    const bool wider = lab.run(fmt::format("alter table {}.c alter column {} type text", schema, column->name)) && lab.run(insert);
    if (!wider) return Outcome::proven(std::move(proof));
    return Outcome::proven(std::move(proof), lab.proof("took the limit off and stored it again", "refused", "stored"));
}

}  // namespace assay::postgres
