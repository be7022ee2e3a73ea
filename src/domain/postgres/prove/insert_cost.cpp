// Inserts rows into a copy with all indexes and into one with the keys alone.
#include <fmt/core.h>

#include <algorithm>

#include "core/finding.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int most_rows = 10'000, fewest_rows = 500, most_entries = 60'000;
constexpr double least_ratio = 1.5;

}  // namespace

Outcome insert_cost(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{1200})) return Outcome::out_of_budget();
    const auto table = subject.map.value("select name from relations where id = ?", subject.id).value_or("");
    // With very many indexes fewer rows tell as much.
    const auto indexes = subject.map.value("select max(1, count(*)) from indexes where relation_id = ?", subject.id).value_or("1");
    const int made = std::clamp(most_entries / std::stoi(indexes), fewest_rows, most_rows);
    const auto schema = lab.scratch_schema(), rows = schema + ".copy", all = schema + ".all_indexes", keys = schema + ".keys_alone";
    if (!lab.run("create schema " + schema) || !make_filled_copy(lab, subject.map, subject.id, rows, made, 0) ||
        !lab.run(fmt::format("create table {} (like {})", all, rows)) || !lab.run(fmt::format("create table {} (like {})", keys, rows)))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    const auto many = build_indexes(lab, subject.map, subject.id, all), few = build_indexes(lab, subject.map, subject.id, keys, "is_unique");
    if (!many || !few) return Outcome::needs("the indexes on a copy: " + lab.last_error().message);
    const auto into = [&](const std::string& copy) { return fmt::format("insert into {} select * from {} limit {}", copy, rows, made); };
    const auto with_all = lab.time_ms(into(all), 2), with_few = lab.time_ms(into(keys), 2);
    // Time is told; blocks decide, since they are the same on a busy machine.
    const auto all_blocks = blocks_touched(lab, into(all)), few_blocks = blocks_touched(lab, into(keys));
    if (!with_all || !with_few || !all_blocks || !few_blocks) return Outcome::needs("rows that the keys take: " + lab.last_error().message);

    auto proof = lab.proof(fmt::format("inserted {} rows like those of {} with all its indexes and with its keys alone", made, table),
                           fmt::format("{} and {} blocks touched with {} indexes", shown_ms(*with_all), *all_blocks, *many),
                           fmt::format("{} and {} blocks with {}", shown_ms(*with_few), *few_blocks, *few));
    return static_cast<double>(*all_blocks) >= least_ratio * static_cast<double>(*few_blocks) ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
