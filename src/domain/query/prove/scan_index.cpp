// Plans the scan of a plan with the index that serves its conditions best, or with one for each side of an OR, and without;
// where the base has rows, they are built and both are timed.
#include <fmt/core.h>

#include <algorithm>

#include "core/finding.h"
#include "core/shown.h"
#include "core/text.h"
#include "domain/query/advise/candidates.h"
#include "domain/query/prove/plan_scan.h"
#include "domain/query/prove/what_if.h"
#include "domain/query/read/table_statistics.h"
#include "sql/tree.h"

namespace assay::query {

namespace {

constexpr double least_gain = 2.0;  // of cost: below, the index is not worth its upkeep

// Indexes for what the statement does with the columns of its one table.
Result<std::vector<IndexText>> candidates_of(lab::Database& database, const std::string& statement) {
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    const auto tables = read_tables(*root);
    if (!tables) return tl::unexpected(tables.error());
    std::vector<IndexText> candidates;
    Error unreadable{"a condition that PostgreSQL 15's grammar reads"};
    bool read = false;
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto tree = sql::Tree::parse(parser, statement);
        if (!tree) return;
        read = true;
        for (const sql::Node each : tree->root()["stmts"])
            for (const auto& use : roles_of(each["stmt"], *tables).uses)
                for (auto& candidate : candidates_for(use, {.covering = false, .partial = false, .brin = false})) candidates.push_back(std::move(candidate));
    });
    if (!parsed) return tl::unexpected(parsed.error());
    if (!read) return tl::unexpected(unreadable);
    return candidates;
}

// The cheapest, of equal cost the one with the fewest columns. Where none serves alone, as an OR needs one for each of its
// sides, those of single columns that are taken together. Empty when no index makes the plan cheaper.
IndexSet best_of(WhatIf& what_if, int query, const std::vector<IndexText>& candidates) {
    int best = -1;
    const double without_any = what_if.plan(query, {}).cost;
    double least = without_any;
    IndexSet single;
    for (const auto& candidate : candidates) {
        const int index = what_if.add(candidate);
        if (candidate.keys.size() == 1) single = with(single, index);
        const double cost = what_if.plan(query, {index}).cost;
        const bool cheaper = cost < 0.99 * least;
        const bool shorter = best >= 0 && cost < 1.01 * least && candidate.keys.size() < what_if.text(best).keys.size();
        if (!cheaper && !shorter) continue;
        best = index;
        least = std::min(least, cost);
    }
    if (best >= 0 && without_any >= least_gain * least) return {best};
    if (const auto together = what_if.plan(query, single); together.used.size() > 1 && together.cost < 0.99 * least) return together.used;
    return best < 0 ? IndexSet{} : IndexSet{best};
}

std::string shown(const std::vector<std::string>& indexes) { return joined(indexes, " and "); }

// Cost with and without, as HypoPG has it, in the session of the experiment.
Result<std::pair<Estimate, Estimate>> planned(Lab& lab, const std::string& statement, const std::vector<std::string>& indexes) {
    const auto before = estimate(lab, statement);
    if (!before) return tl::unexpected(before.error());
    for (const auto& index : indexes)
        if (auto made = lab.run("select * from assay_what_if.hypopg_create_index(" + pg::quote_literal(index) + ")"); !made) return tl::unexpected(made.error());
    const auto after = estimate(lab, statement);
    (void)lab.run("select assay_what_if.hypopg_reset()");
    if (!after) return tl::unexpected(after.error());
    return std::pair{*before, *after};
}

Outcome judged(Lab& lab, const std::string& method, const std::string& before, const std::string& after, bool proven) {
    auto proof = lab.proof(method, before, after);
    return proven ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

Outcome timed(Lab& lab, const std::string& statement, const std::vector<std::string>& indexes, const std::string& method) {
    const auto cost_before = estimate(lab, statement);
    const auto before = lab.time_ms(statement, 2);
    if (!cost_before || !before) return Outcome::needs(lab.last_error().message);
    for (const auto& index : indexes)
        if (!lab.run(index)) return Outcome::needs(lab.last_error().message);
    const auto cost_after = estimate(lab, statement);
    const auto after = lab.time_ms(statement, 2);
    if (!cost_after || !after) return Outcome::needs(lab.last_error().message);
    return judged(lab, method, fmt::format("{}, cost {:.0f}", shown_ms(*before), cost_before->cost),
                  fmt::format("{}, cost {:.0f}, with {}", shown_ms(*after), cost_after->cost, shown(indexes)), cost_before->cost >= least_gain * cost_after->cost);
}

std::string why_not_planned(Lab& lab, const PlanScan& scan) {
    constexpr std::string_view undefined_table = "42P01";  // a column of a table that is not there
    if (lab.last_error().sqlstate == undefined_table) return "the rows of another table that the condition compares with: " + scan.condition;
    return lab.last_error().message;
}

}  // namespace

Outcome scan_index(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{500})) return Outcome::out_of_budget();
    const auto scan = scan_of(subject.map, subject.id);
    if (!scan || (scan->condition.empty() && scan->order.empty())) return Outcome::needs("a scan of one table in the plan, with a condition or an order");
    if (scan->condition.find('$') != std::string::npos || scan->condition.find("SubPlan") != std::string::npos || scan->condition.find("InitPlan") != std::string::npos)
        return Outcome::needs("the values that the condition compares with: " + scan->condition);
    const auto table = base_table(lab, *scan);
    if (!table) return Outcome::needs(table.error().message);
    const auto statement = statement_of(*scan, *table);
    if (const auto alone = estimate(lab, statement); !alone) return Outcome::needs(why_not_planned(lab, *scan));
    const auto candidates = candidates_of(lab.database(), statement);
    if (!candidates) return Outcome::needs(candidates.error().message);
    auto what_if = WhatIf::open(lab.database());
    if (!what_if) return Outcome::needs(what_if.error().message);
    const auto best = best_of(*what_if, what_if->add_query(statement), *candidates);
    if (!what_if->first_error().empty() && best.empty()) return Outcome::needs(what_if->first_error());
    if (best.empty()) {
        return judged(lab, fmt::format("planned {} with each of {} indexes on the columns of its condition", statement, candidates->size()),
                      fmt::format("cost {:.0f}", what_if->plan(0, {}).cost), "no index makes it cheaper", false);
    }
    std::vector<std::string> indexes;
    for (const int index : best) indexes.push_back(what_if->text(index).statement());
    if (table->filled && budget.has(Milliseconds{2'000})) return timed(lab, statement, indexes, "ran the scan on the base's rows, without and with an index");
    const auto costs = planned(lab, statement, indexes);
    if (!costs) return Outcome::needs(costs.error().message);
    return judged(lab, "planned the scan with a hypothetical index (HypoPG) in the base", fmt::format("cost {:.0f}", costs->first.cost),
                  fmt::format("cost {:.0f}, with {}", costs->second.cost, shown(indexes)), costs->first.cost >= least_gain * costs->second.cost);
}

}  // namespace assay::query
