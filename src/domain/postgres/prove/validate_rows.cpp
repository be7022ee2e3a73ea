// Validates a constraint on the rows that are there.
#include <fmt/core.h>

#include "core/finding.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome validate_rows(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{100})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select r.name, c.name from constraints c join relations r on r.id = c.relation_id where c.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the constraint on the map");
    const std::string table{row.text(0)}, constraint{row.text(1)};
    auto state = lab.run(fmt::format("select convalidated, (select count(*) from {0}) from pg_constraint where conrelid = '{0}'::regclass "
                                     "and quote_ident(conname) = '{1}'", table, constraint));
    if (!state || state->size() != 1) return Outcome::needs("the constraint in the lab");
    const auto method = fmt::format("validated {} in the lab", constraint);
    if (state->boolean(0, 0)) return Outcome::refuted(lab.proof(method, "it is valid already", "nothing to do"));
    const auto rows = state->integer(0, 1);
    const bool met = bool(lab.run(fmt::format("alter table {} validate constraint {}", table, constraint)));
    return Outcome::proven(lab.proof(method, fmt::format("NOT VALID, {} rows", rows),
                                     met ? (rows == 0 ? std::string{"no rows are here to break it; it is valid now"} : "all rows meet it; it is valid now")
                                         : lab.last_error().message));
}

}  // namespace assay::postgres
