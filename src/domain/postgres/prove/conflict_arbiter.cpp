// Inserts a row with ON CONFLICT on the columns of a deferrable key.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

Outcome conflict_arbiter(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select relation_id, numbers, columns from constraints where id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the constraint on the map");
    const auto numbers = numbers_of(std::string{row.text(1)});
    const std::string columns{row.text(2)};
    auto copy = TrialTable::make(lab, subject.map, row.integer(0), lab.scratch_schema(), "copy", {numbers.begin(), numbers.end()});
    if (!copy || !copy->insert(1)) return Outcome::needs("a row for the table: " + lab.last_error().message);
    const bool went = copy->insert(2, {}, fmt::format(" on conflict ({}) do nothing", columns));
    const auto state = lab.last_error().sqlstate;
    if (!went && state != "55000" && state != "42P10") return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(fmt::format("inserted into a copy with ON CONFLICT ({})", columns), "a plain INSERT goes through",
                           went ? "the INSERT with ON CONFLICT goes through" : last_error_text(lab));
    return went ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
