// Plans an equality, a range and an order that the shorter index serves, with it and without it.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 20'000;
constexpr double most_cost_ratio = 1.5;  // the longer index is larger: some more pages are its price
constexpr double most_scan_ratio = 3.0;  // of reading much of the index itself: what a wide second key costs

struct Pair {
    std::int64_t relation_id = 0;
    std::string table, short_name, short_columns, long_name, first_key;
    std::string short_definition, long_definition;
    bool first_is_column = false;
    int first_number = 0;
};

std::optional<Pair> pair_of(const Map& map, std::int64_t index) {
    auto row = map.prepare(
        "select i.relation_id, r.name, i.relname, i.columns, o.relname, k.expression, i.definition, o.definition, k.number "
        "from index_coverage v join indexes i on i.id = v.index_id join indexes o on o.id = v.covering_id "
        "join relations r on r.id = i.relation_id join index_keys k on k.index_id = i.id and k.position = 1 where i.id = ?");
    row.bind(1, index);
    if (!row.step()) return {};
    return Pair{row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}, std::string{row.text(3)}, std::string{row.text(4)},
                std::string{row.text(5)}, std::string{row.text(6)}, std::string{row.text(7)}, row.integer(8) != 0,
                static_cast<int>(row.integer(8))};
}

double cost_of(Lab& lab, const std::string& query) {
    const auto plan = plan_of(lab, query);
    return plan ? plan->total_cost : 0;
}

}  // namespace

Outcome index_served(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{400})) return Outcome::out_of_budget();
    const auto pair = pair_of(subject.map, subject.id);
    if (!pair || !pair->first_is_column) return Outcome::needs("an index whose first key is a column");
    const auto schema = lab.scratch_schema(), copy = schema + ".copy";
    if (!lab.run(fmt::format("create schema {}", schema)) || !make_filled_copy(lab, subject.map, pair->relation_id, copy, rows_made, pair->first_number))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    const auto short_index = fmt::format("create index short_index on {}{}", copy, body_of_index(pair->short_definition));
    const auto long_index = fmt::format("create index long_index on {}{}", copy, body_of_index(pair->long_definition));
    if (!lab.run(short_index) || !lab.run(long_index) || !lab.run(fmt::format("analyze {}", copy)))
        return Outcome::needs(lab.last_error().message);

    const auto& key = pair->first_key;
    const auto middle = fmt::format("(select {0} from {1} where {0} is not null order by {0} offset (select count(*) from {1}) / 2 limit 1)", key, copy);
    auto value = lab.query(fmt::format("select quote_literal({}::text)", middle));
    if (!value || value->is_null(0, 0)) return Outcome::needs("a value of the first key");
    const auto literal = std::string{value->text(0, 0)};
    const std::vector<std::string> queries{fmt::format("select * from {} where {} = {}", copy, key, literal),
                                           fmt::format("select * from {} where {} < {} order by {} limit 50", copy, key, literal, key),
                                           fmt::format("select * from {} order by {} limit 50", copy, key),
                                           fmt::format("select count(*) from {} where {} < {}", copy, key, literal)};
    std::vector<double> with, without;
    for (const auto& query : queries) with.push_back(cost_of(lab, query));
    if (!lab.run(fmt::format("drop index {}.short_index", schema))) return Outcome::needs(lab.last_error().message);
    for (const auto& query : queries) without.push_back(cost_of(lab, query));

    bool served = true;
    for (std::size_t i = 0; i < queries.size(); ++i)
        served &= without[i] <= with[i] * (i + 1 == queries.size() ? most_scan_ratio : most_cost_ratio) + 1;
    const auto shown = [](const std::vector<double>& costs) {
        return fmt::format("cost {:.0f}, {:.0f}, {:.0f}, {:.0f}", costs[0], costs[1], costs[2], costs[3]);
    };
    auto proof = lab.proof(fmt::format("planned =, < with ORDER BY, ORDER BY and count(*) on {} with both indexes and without {}", key, pair->short_name),
                           shown(with) + " with both", fmt::format("{} with {} alone", shown(without), pair->long_name));
    if (!served) return Outcome::refuted(std::move(proof));
    return Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
