// Fires the trigger once and counts the rows that it wrote in the table it is about.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/own_rows.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 1'000;

struct Counts {
    std::int64_t newest = 0, rows = 0;
};

// The newest transaction that wrote one of the rows: each statement of an experiment is a subtransaction of its own.
std::optional<Counts> counts_of(Lab& lab, const std::string& table) {
    const auto seen = lab.query(fmt::format("select coalesce(max(xmin::text::bigint), 0), count(*) from {}", table));
    if (!seen) return {};
    return Counts{seen->integer(0, 0), seen->integer(0, 1)};
}

}  // namespace

Outcome rows_touched(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{300})) return Outcome::out_of_budget();
    const auto firing = firing_of(subject.map, subject.id);
    auto target = subject.map.prepare("select t.relation_id, r.name from triggers g join function_tables t on t.function_id = g.function_id and t.is_written "
                                      "join relations r on r.id = t.relation_id where g.id = ? order by t.relation_id = g.relation_id limit 1");
    target.bind(1, subject.id);
    if (!firing || !target.step()) return Outcome::needs("the table that the trigger writes");
    const auto relation = target.integer(0);
    const std::string table{target.text(1)};
    if (!fill_itself(lab, subject.map, firing->relation_id, 2) || !fill_itself(lab, subject.map, relation, rows_made) || !let_fire(lab, *firing))
        return Outcome::needs("rows for the tables: " + lab.last_error().message);
    const auto before = counts_of(lab, table);
    if (!before || !lab.run(firing->statement)) return Outcome::needs("rows that the trigger takes: " + lab.last_error().message);
    const auto after = counts_of(lab, table);
    const auto written = lab.query(fmt::format("select count(*) from {} where xmin::text::bigint > {}", table, before->newest));
    if (!after || !written) return Outcome::needs(lab.last_error().message);

    const auto touched = written->integer(0, 0) + (before->rows - after->rows);
    auto proof = lab.proof(fmt::format("fired {} with one row of {}, beside {} rows of {}", firing->trigger, firing->table, before->rows, table),
                           firing->statement, fmt::format("{} rows of {} are written", touched, table));
    return touched * 2 > before->rows ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
