// Takes the next value of a sequence and looks after how many inserts a row already holds what it gives.
#include <fmt/core.h>

#include "core/finding.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

Outcome next_value(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{20})) return Outcome::out_of_budget();
    auto row = subject.map.prepare(
        "select q.name, c.table_name, c.name, q.increment from sequence_uses u join sequences q on q.id = u.sequence_id "
        "join columns c on c.id = u.attribute_id where q.id = ? and c.path = ?");
    row.bind(1, subject.id);
    row.bind(2, std::string_view{subject.finding.object});
    if (!row.step()) return Outcome::needs("the sequence on the map");
    const std::string sequence{row.text(0)}, table{row.text(1)}, column{row.text(2)};
    const auto increment = row.integer(3);
    const auto literal = sql::quote_literal(sequence);

    // A sequence does not take part in a rollback: it is set back by hand.
    auto state = lab.query(fmt::format("select last_value, is_called from {}", sequence));
    auto next = lab.run(fmt::format("select nextval({})", literal));
    if (!state || !next) return Outcome::needs(lab.last_error().message);
    const auto given = next->integer(0, 0);
    auto there = lab.run(fmt::format("select min({0}) from {1} where {0} >= {2} and ({0} - {2}) % {3} = 0", column, table, given, increment));
    (void)lab.query(fmt::format("select setval({}, {}, {})", literal, state->integer(0, 0), state->boolean(0, 1)));
    if (!there) return Outcome::needs(lab.last_error().message);
    const auto method = fmt::format("took the next value of {} and looked in {}({}) for the first one that is there", sequence, table, column);
    const auto before = fmt::format("nextval gives {}", given);
    auto any = lab.query(fmt::format("select exists (select from {})", table));
    if (there->is_null(0, 0)) {
        if (!any || !any->boolean(0, 0)) return Outcome::needs("the rows in the lab");
        return Outcome::refuted(lab.proof(method, before, fmt::format("no row holds what it gives, in steps of {}", increment)));
    }
    const auto met = there->integer(0, 0), inserts = (met - given) / increment;
    return Outcome::proven(lab.proof(method, before, inserts == 0 ? std::string{"a row holds it already: the insert fails as a duplicate"}
                                     : fmt::format("{} inserts go through, then {} is there already: the insert fails as a duplicate", inserts, met)));
}

}  // namespace assay::postgres
