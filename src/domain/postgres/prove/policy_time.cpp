// Counts the rows that a policy lets through on a copy of 100,000 rows, as it is and with what the fix adds.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/rule.h"
#include "core/text.h"
#include "domain/postgres/model/wrap_calls.h"
#include "domain/postgres/prove/identity.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 100'000, owners = 1'000;

struct Policy {
    std::int64_t relation_id = 0;
    std::string condition, columns, functions, key;
};

std::optional<Policy> policy_of(const Map& map, std::int64_t id) {
    auto row = map.prepare("select y.relation_id, y.using_expression, f.columns, (select group_concat(distinct c.function) from policy_calls c "
                           "where c.policy_id = y.id), (select k.name from policy_keys k where k.policy_id = y.id limit 1) "
                           "from policies y join policy_facts f on f.policy_id = y.id where y.id = ?");
    row.bind(1, id);
    if (!row.step()) return {};
    return Policy{row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}, std::string{row.text(3)}, std::string{row.text(4)}};
}

// A table of the columns that the condition compares, and some text; the key repeats for 1,000 owners.
bool make_copy(const Map& map, Lab& lab, const Policy& policy, const std::string& copy) {
    std::string columns, names, values;
    for (const auto& shape : all_shapes(map, policy.relation_id)) {
        if ((" " + policy.columns + " ").find(" " + shape.name + " ") == std::string::npos) continue;
        const auto value = value_expression(map, shape, fmt::format("(1 + i % {})", owners));
        if (!value) return false;
        columns += fmt::format("{} {}, ", shape.name, shape.type);
        names += shape.name + ", ";
        values += *value + ", ";
    }
    return lab.run(fmt::format("create table {} ({}filler text)", copy, columns)) &&
           lab.run(fmt::format("insert into {} ({}filler) select {}'some text as rows have it' from generate_series(1, {}) i", copy, names,
                               values, rows_made));
}

}  // namespace

Outcome policy_time(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{700})) return Outcome::out_of_budget();
    const auto policy = policy_of(subject.map, subject.id);
    if (!policy) return Outcome::needs("the policy on the map");
    const auto schema = lab.scratch_schema(), copy = schema + ".copy";
    if (!lab.run("create schema " + schema) || !make_copy(subject.map, lab, *policy, copy))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    const auto one = policy->key.empty() ? std::optional<pg::Rows>{} : [&]() -> std::optional<pg::Rows> {
        auto rows = lab.query(fmt::format("select {}::text from {} limit 1", policy->key, copy));
        if (!rows) return {};
        return std::move(*rows);
    }();
    identify(subject.map, lab, policy->relation_id, one && one->size() ? std::string{one->text(0, 0)} : "1");

    const bool index = subject.finding.rule->short_name() == "rls-predicate-unindexed";
    const auto count = [&](const std::string& condition) { return fmt::format("select count(*) from {} where {}", copy, condition); };
    (void)lab.query("analyze " + copy);
    const auto before = lab.time_ms(count(policy->condition), 2);
    if (!before) return Outcome::needs("a session that the policy understands: " + lab.last_error().message);
    if (index && !lab.run(fmt::format("create index on {} ({})", copy, policy->key))) return Outcome::needs(lab.last_error().message);
    const auto after = lab.time_ms(count(index ? policy->condition : wrap_calls(policy->condition, policy->functions)), 2);
    if (!after) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof("counted what the policy lets through, of 100,000 made rows of 1,000 owners, without and with the fix",
                           shown_ms(*before), shown_ms(*after));
    if (*before < (index ? 3.0 : 1.3) * *after) return Outcome::refuted(std::move(proof));
    return Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
