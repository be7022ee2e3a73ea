// Fires a trigger function on an empty copy of the table that it serves.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome trigger_return(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select t.name, n.name, f.proname from triggers g join relations t on t.id = g.relation_id "
                                   "join functions f on f.id = g.function_id join schemas n on n.database_id = f.database_id and n.name = f.schema "
                                   "where f.id = ? limit 1");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("a trigger that calls it");
    const auto table = std::string{row.text(0)};
    const auto function = pg::quote_identifier(row.text(1)) + "." + pg::quote_identifier(row.text(2));
    const auto schema = lab.scratch_schema();
    // A BEFORE trigger runs before NOT NULL is looked at: a row of nothing is enough, whatever event the real one waits for.
    for (const auto& statement : {fmt::format("create schema {}", schema), fmt::format("create table {}.c (like {})", schema, table),
                                  fmt::format("create trigger assay_trial before insert on {}.c for each row execute function {}()", schema, function)})
        if (!lab.run(statement)) return Outcome::needs(lab.last_error().message);
    const bool came_back = bool(lab.run(fmt::format("insert into {}.c default values", schema)));
    auto proof = lab.proof("inserted into an empty copy of " + table + " with the function as BEFORE trigger", "one row",
                           came_back ? "stored" : last_error_text(lab));
    if (came_back) return Outcome::refuted(std::move(proof));
    // ERRCODE_S_R_E_FUNCTION_EXECUTED_NO_RETURN_STATEMENT; anything else says nothing of the missing RETURN.
    if (lab.last_error().sqlstate == "2F005") return Outcome::proven(std::move(proof));
    return Outcome::needs("a row that the function takes: " + lab.last_error().message);
}

}  // namespace assay::postgres
