// Changes the type of a copy of the column, with all its rows.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome text_cast(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{200})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    auto profile = subject.map.prepare(
        "select t.castable_to, t.castable, p.filled from text_profile t join column_profile p on p.attribute_id = t.attribute_id "
        "where t.attribute_id = ?");
    profile.bind(1, subject.id);
    if (!profile.step()) return Outcome::needs("the column's values");
    if (profile.integer(1) < profile.integer(2)) return Outcome::needs("all values to be of the form");
    const std::string type = profile.text(0) == "json" ? "jsonb" : std::string{profile.text(0)};
    const auto schema = lab.scratch_schema();
    if (!copy_column(lab, *column, schema, true)) return Outcome::needs(lab.last_error().message);
    const auto size = fmt::format("select count({}), pg_size_pretty(pg_relation_size('{}.c')) from {}.c", column->name, schema, schema);
    auto before = lab.query(size);
    if (!before || before->integer(0, 0) == 0) return Outcome::needs("rows in the lab");
    const bool cast = bool(lab.run(fmt::format("alter table {0}.c alter column {1} type {2} using {1}::{2}", schema, column->name, type)));
    const auto method = fmt::format("changed a copy of the column with {} values to {}", before->integer(0, 0), type);
    // The server's message would quote the value.
    if (!cast) return Outcome::refuted(lab.proof(method, "text", fmt::format("a value is refused (SQLSTATE {})", lab.last_error().sqlstate)));
    auto after = lab.query(size);
    if (!after) return Outcome::needs(lab.last_error().message);
    return Outcome::proven(lab.proof(method, fmt::format("{} as {}", before->text(0, 1), column->type),
                                     fmt::format("every value is one; {} as {}", after->text(0, 1), type)));
}

}  // namespace assay::postgres
