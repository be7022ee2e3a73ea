// Calls the function with untyped NULLs, inside a view that says which one was chosen.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"

namespace assay::postgres {

Outcome untyped_call(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{40})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select schema, proname, argument_count, kind from functions where id = ?");
    row.bind(1, subject.id);
    if (!row.step() || row.text(3) != "function") return Outcome::needs("a function that a query can call");
    std::string arguments = "null";
    for (std::int64_t i = 1; i < row.integer(2); ++i) arguments += ", null";
    const auto call = fmt::format("{}.{}({})", pg::quote_identifier(row.text(0)), pg::quote_identifier(row.text(1)), arguments);

    const auto schema = lab.scratch_schema();
    if (!lab.run("create schema " + schema)) return Outcome::needs(lab.last_error().message);
    const bool resolved = bool(lab.run(fmt::format("create view {}.chosen as select 1 from (select {}) c", schema, call)));
    const auto method = "called it with literals of no type";
    const std::string before = call;
    if (!resolved) {
        if (lab.last_error().sqlstate != "42725") return Outcome::needs(lab.last_error().message);
        return Outcome::proven(lab.proof(method, before, last_error_text(lab)));
    }
    const auto chosen = lab.query(fmt::format(
        "select d.refobjid::regprocedure, exists (select from unnest(p.proargtypes::oid[]) t where t = 'float8'::regtype) from pg_depend d "
        "join pg_proc p on p.oid = d.refobjid join pg_rewrite r on r.oid = d.objid where r.ev_class = '{}.chosen'::regclass and d.refclassid = 'pg_proc'::regclass",
        schema));
    if (!chosen || chosen->size() != 1) return Outcome::needs("what the server chose");
    auto proof = lab.proof(method, before, fmt::format("{} is chosen", chosen->text(0, 0)));
    const bool as_said = chosen->boolean(0, 1) && subject.finding.message.find("goes to double precision") != std::string::npos;
    return as_said ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
