// Gives an id by hand that the sequence has yet to give, and lets the sequence give it.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"

namespace assay::postgres {

Outcome hand_given_id(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select relation_id, number, path from columns where id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the column on the map");
    const int number = static_cast<int>(row.integer(1));
    const auto schema = lab.scratch_schema();
    auto copy = TrialTable::make(lab, subject.map, row.integer(0), schema, "copy", {number});
    // A sequence of the copy's own: what nextval gives is not rolled back.
    if (!copy || !copy->column(number) || !lab.run(fmt::format("create sequence {}.ids", schema))) return Outcome::needs("a copy of the table: " + lab.last_error().message);
    const auto given = [&](const std::string& value) { return std::map<int, std::string>{{number, fmt::format("{}::{}", value, copy->column(number)->type)}}; };
    if (!copy->insert(1, given("1"))) return Outcome::needs("a row for the table: " + lab.last_error().message);

    const bool went = copy->insert(2, given(fmt::format("nextval('{}.ids')", schema)));
    if (!went && lab.last_error().sqlstate != "23505") return Outcome::needs("a row for the table: " + lab.last_error().message);
    auto proof = lab.proof(fmt::format("inserted {} = 1 by hand into a copy, then a row whose id the sequence gives", row.text(2)), "1 is accepted",
                           went ? "the sequence's 1 is accepted too" : last_error_text(lab));
    return went ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
