// Hands the query itself to the server: does it know the names, and, of an INSERT, does it take the row?
#include <fmt/core.h>

#include "core/finding.h"
#include "lab/lab.h"
#include "map/map.h"
#include "world/clock.h"

namespace assay::joint {

Outcome statement_runs(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select statement, kind from queries where id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the query on the map");
    const std::string statement{row.text(0)};
    const bool inserts = row.text(1) == "insert";
    auto done = lab.run("prepare assay_statement as " + statement);
    if (done) (void)lab.query("deallocate assay_statement");
    if (done && inserts) {
        if (statement.find('$') != statement.npos) return Outcome::needs("a call with its values");
        done = lab.run(statement);
    }
    const auto& state = lab.last_error().sqlstate;
    // Syntax and names, or a NULL where none may be; what else stops an INSERT does so later.
    const bool expected = !done && (state.starts_with("42") || state == "23502");
    if (!done && !expected) return Outcome::needs("rows that the statement refers to: " + lab.last_error().message);
    auto proof = lab.proof(inserts ? "ran the statement" : "prepared the statement", inserts ? "the row goes in" : "the server knows every name",
                           done ? "so it is" : fmt::format("{}: {}", state, lab.last_error().message));
    return done ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::joint
