// Inserts the row that no partition takes; or makes a partition for a value that the default partition holds.
#include <fmt/core.h>

#include "core/finding.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

struct Target {
    std::string table, strategy, column, type, newest, default_partition;
};

std::optional<Target> target_of(const Map& map, std::int64_t relation) {
    auto row = map.prepare(
        "select t.name, t.partition_strategy, a.name, a.type, "
        "(select max(substr(c.partition_bound, instr(c.partition_bound, 'TO (''') + 5, 10)) from relations c where c.parent_id = t.id), "
        "(select c.name from relations c where c.parent_id = t.id and c.partition_bound = 'DEFAULT') "
        "from relations t join attributes a on a.relation_id = t.id and lower(t.partition_key) = t.partition_strategy || ' (' || a.name || ')' "
        "where t.id = ?");
    row.bind(1, relation);
    if (!row.step()) return {};
    return Target{std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}, std::string{row.text(3)},
                  std::string{row.text(4)}, std::string{row.text(5)}};
}

// Routing comes before the checks of columns, so the key alone is enough.
Outcome insert_next(const Target& target, Lab& lab) {
    auto value = lab.query(fmt::format("select greatest(date '{}', current_date + 1)::text", target.newest));
    if (!value) return Outcome::needs(lab.last_error().message);
    const auto day = std::string{value->text(0, 0)};
    const auto inserted = lab.run(fmt::format("insert into {} ({}) values ('{}')", target.table, target.column, day));
    const auto& error = lab.last_error().message;
    const bool refused = !inserted && error.find("no partition of relation") != error.npos;
    if (!inserted && !refused) return Outcome::needs("an insert that reaches the partitions: " + error);
    auto proof = lab.proof(fmt::format("inserted a row of {} into {}", day, target.table), fmt::format("newest bound {}", target.newest),
                           refused ? error : "a partition takes it");
    return refused ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

Outcome add_partition(const Target& target, Lab& lab) {
    auto held = lab.query(fmt::format("select quote_literal({0}::text), count(*) from {1} where {0} is not null group by {0} order by 2 desc limit 1",
                                      target.column, target.default_partition));
    if (!held || held->size() == 0) return Outcome::needs("a row in " + target.default_partition);
    const auto literal = std::string{held->text(0, 0)};
    std::string bound = fmt::format("in ({})", literal);
    if (target.strategy == "range") {
        const bool is_number = target.type == "integer" || target.type == "bigint" || target.type == "smallint" || target.type == "numeric" || target.type == "date";
        auto next = lab.query(fmt::format("select quote_literal(({}::{} + {})::text)", literal, target.type,
                                          is_number ? "1" : "interval '1 microsecond'"));
        if (!next) return Outcome::needs("a next value of " + target.type);
        bound = fmt::format("from ({}) to ({})", literal, next->text(0, 0));
    }
    const auto schema = lab.scratch_schema();
    if (!lab.run(fmt::format("create schema {}", schema))) return Outcome::needs(lab.last_error().message);
    const bool made = bool(lab.run(fmt::format("create table {}.wanted partition of {} for values {}", schema, target.table, bound)));
    auto proof = lab.proof(fmt::format("made a partition of {} for a value that {} holds", target.table, target.default_partition),
                           fmt::format("{} rows of that value in {}", held->integer(0, 1), target.default_partition),
                           made ? "it was made" : lab.last_error().message);
    return made ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace

Outcome partition_insert(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    const auto target = target_of(subject.map, subject.id);
    if (!target) return Outcome::needs("a partition key of one column");
    return target->default_partition.empty() ? insert_next(*target, lab) : add_partition(*target, lab);
}

}  // namespace assay::postgres
