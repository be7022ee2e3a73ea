// Counts the rows where a boolean is true, those where it is not, and all.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome left_out(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    auto counts = lab.run(fmt::format("select (select count(*) from {0}), (select count(*) from {0} where {1}), (select count(*) from {0} where not {1})",
                                      column->table, column->name));
    if (!counts) return Outcome::needs(lab.last_error().message);
    const auto all = counts->integer(0, 0), yes = counts->integer(0, 1), no = counts->integer(0, 2);
    if (all == 0) return Outcome::needs("rows in the lab");
    auto proof = lab.proof(fmt::format("counted {} WHERE {} and WHERE NOT {}", column->table, column->name, column->name),
                           fmt::format("{} rows", all), fmt::format("{} + {} = {}", yes, no, yes + no));
    return yes + no < all ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
