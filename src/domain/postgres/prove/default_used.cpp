// Inserts a row with the default of a column, under all CHECKs of the table, and reads what was stored.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome default_used(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{80})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    const auto schema = lab.scratch_schema();
    if (!copy_table(lab, subject.map, *column, schema)) return Outcome::needs(lab.last_error().message);
    const auto method = fmt::format("inserted into a copy of {} and left {} out", column->table, column->name);
    const auto before = "DEFAULT " + column->default_expression;
    auto stored = lab.run(fmt::format("insert into {0}.c ({1}) values (default) returning {1}::text, {1} is null", schema, column->name));
    if (!stored) return Outcome::proven(lab.proof(method, before, lab.last_error().message));
    // Elsewhere, a moment later: what is computed anew would differ.
    auto session = lab.another_session();
    auto again = session ? session->query(fmt::format("select ({})::{}::text from pg_sleep(0.002)", column->default_expression, column->type))
                         : tl::unexpected(session.error());
    if (!again) return Outcome::needs("the default a second time");
    const bool equal = !stored->is_null(0, 0) && stored->text(0, 0) == again->text(0, 0);
    auto proof = lab.proof(method + ", and computed the default again in another transaction", before,
                           equal ? fmt::format("{} both times, and not NULL", stored->text(0, 0)) : "another value");
    return equal ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
