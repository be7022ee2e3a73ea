// Drops the table and looks whether its sequence is still there.
#include <fmt/core.h>

#include "core/finding.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

Outcome sequence_left(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    auto row = subject.map.prepare(
        "select q.name, r.name from sequences q join sequence_uses u on u.sequence_id = q.id join relations r on r.id = u.relation_id where q.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the sequence on the map");
    const std::string sequence{row.text(0)}, table{row.text(1)};
    if (!lab.run(fmt::format("drop table {} cascade", table))) return Outcome::needs(lab.last_error().message);
    auto left = lab.run(fmt::format("select to_regclass({}) is not null", sql::quote_literal(sequence)));
    if (!left) return Outcome::needs(lab.last_error().message);
    const bool there = left->boolean(0, 0);
    auto proof = lab.proof(fmt::format("dropped {}", table), fmt::format("{} fills its column", sequence),
                           there ? "the sequence is still there" : "the sequence is gone with it");
    return there ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
