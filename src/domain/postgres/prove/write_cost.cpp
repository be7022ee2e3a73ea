// Inserts the same rows into a copy with all the table's indexes, and into one without this index.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 10'000;
constexpr double least_ratio = 1.03;

}  // namespace

Outcome write_cost(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{1000})) return Outcome::out_of_budget();
    auto index = subject.map.prepare("select i.relation_id, r.name, i.name from indexes i join relations r on r.id = i.relation_id where i.id = ?");
    index.bind(1, subject.id);
    if (!index.step()) return Outcome::needs("the index on the map");
    const auto relation_id = index.integer(0);
    const std::string table{index.text(1)}, name{index.text(2)};
    const auto schema = lab.scratch_schema(), rows = schema + ".copy", with = schema + ".with_it", without = schema + ".without_it";
    if (!lab.run("create schema " + schema) || !make_filled_copy(lab, subject.map, relation_id, rows, rows_made, 0) ||
        !lab.run(fmt::format("create table {} (like {})", with, rows)) || !lab.run(fmt::format("create table {} (like {})", without, rows)) ||
        !build_indexes(lab, subject.map, relation_id, with) ||
        !build_indexes(lab, subject.map, relation_id, without, fmt::format("id <> {}", subject.id)))
        return Outcome::needs("copies of the table: " + lab.last_error().message);
    const auto touched = [&](const std::string& copy) { return blocks_touched(lab, fmt::format("insert into {} select * from {} limit {}", copy, rows, rows_made)); };
    const auto dear = touched(with), cheap = touched(without);
    if (!dear || !cheap) return Outcome::needs("rows that the keys take: " + lab.last_error().message);
    auto proof = lab.proof(fmt::format("inserted {} rows into copies of {} with {} and without it", rows_made, table, name),
                           fmt::format("{} blocks touched with it", *dear), fmt::format("{} without it", *cheap));
    return static_cast<double>(*dear) >= least_ratio * static_cast<double>(*cheap) ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
