// Leaves the column out in two time zones at one moment.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "map/map.h"

namespace assay::postgres {

Outcome default_in_zones(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");
    const auto schema = lab.scratch_schema();
    if (!copy_table(lab, subject.map, *column, schema)) return Outcome::needs(lab.last_error().message);
    const auto insert = fmt::format("insert into {0}.c ({1}) values (default) returning {1}::text", schema, column->name);
    std::string seen[2];
    const char* zones[]{"Europe/Berlin", "America/New_York"};
    for (int i = 0; i < 2; ++i) {
        if (!lab.run(fmt::format("set local timezone = '{}'", zones[i]))) return Outcome::needs(lab.last_error().message);
        // now() stands still within a transaction: both rows are of one moment.
        const auto stored = lab.run(insert);
        if (!stored) return Outcome::needs("a row for the table: " + lab.last_error().message);
        seen[i] = stored->text(0, 0);
    }
    auto proof = lab.proof(fmt::format("left {} out twice at one moment, in {} and in {}", column->name, zones[0], zones[1]),
                           "DEFAULT " + column->default_expression, fmt::format("{} and {} are stored", seen[0], seen[1]));
    return seen[0] == seen[1] ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
