// Stores a row whose booleans are all true, under all CHECKs of the table.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome two_states(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    auto row = subject.map.prepare("select columns, column_count from boolean_profile where relation_id = ?");
    row.bind(1, column->relation_id);
    if (!row.step()) return Outcome::needs("the combinations that occur");
    const std::string columns{row.text(0)};
    const auto count = row.integer(1);
    const auto schema = lab.scratch_schema();
    if (!copy_table(lab, subject.map, *column, schema)) return Outcome::needs(lab.last_error().message);
    std::string values;
    for (std::int64_t i = 0; i < count; ++i) values += i ? ", true" : "true";
    const bool taken = bool(lab.run(fmt::format("insert into {}.c ({}) values ({})", schema, columns, values)));
    if (!taken && lab.last_error().sqlstate != "23514") return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(fmt::format("stored a row of {} with {} true at once", column->table, columns), "no row is so",
                           taken ? "accepted" : lab.last_error().message);
    return taken ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
