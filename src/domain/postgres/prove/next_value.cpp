// Takes the next value of a sequence and looks whether a row already holds it.
#include <fmt/core.h>

#include "core/finding.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

Outcome next_value(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{20})) return Outcome::out_of_budget();
    auto row = subject.map.prepare(
        "select q.name, c.table_name, c.name from sequence_uses u join sequences q on q.id = u.sequence_id "
        "join columns c on c.id = u.attribute_id where q.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the sequence on the map");
    const std::string sequence{row.text(0)}, table{row.text(1)}, column{row.text(2)};
    const auto literal = sql::quote_literal(sequence);

    // A sequence does not take part in a rollback: it is set back by hand.
    auto state = lab.query(fmt::format("select last_value, is_called from {}", sequence));
    auto next = lab.run(fmt::format("select nextval({})", literal));
    if (!state || !next) return Outcome::needs(lab.last_error().message);
    const auto given = next->integer(0, 0);
    auto there = lab.run(fmt::format("select count(*) from {} where {} = {}", table, column, given));
    (void)lab.query(fmt::format("select setval({}, {}, {})", literal, state->integer(0, 0), state->boolean(0, 1)));
    if (!there) return Outcome::needs(lab.last_error().message);
    const bool taken = there->integer(0, 0) > 0;
    auto proof = lab.proof(fmt::format("took the next value of {} and looked for it in {}({})", sequence, table, column),
                           fmt::format("nextval gives {}", given),
                           taken ? "a row holds it already: the insert fails as a duplicate" : "no row holds it");
    return taken ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
