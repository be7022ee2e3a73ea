// Plans the scan of a plan with the index that serves its conditions best, or with one for each side of an OR, and without;
// where the base has rows, they are built and both are timed. A scan that depends on other tables' rows is tried with the
// whole statement, where the plan says it.
#include <fmt/core.h>

#include <algorithm>

#include "core/finding.h"
#include "core/shown.h"
#include "core/text.h"
#include "domain/query/advise/candidates.h"
#include "domain/query/prove/plan_scan.h"
#include "domain/query/prove/what_if.h"
#include "domain/query/read/table_statistics.h"
#include "sql/names.h"
#include "sql/tree.h"

namespace assay::query {

namespace {

// What is planned, alone or with all that stands around it, and the least gain in cost for which an index is worth its upkeep.
struct Trial {
    std::string statement;
    std::string_view what;
    double least_gain;
};

// Indexes for what the statement does with the columns of the table.
Result<std::vector<IndexText>> candidates_of(lab::Database& database, const std::string& statement, const std::string& table) {
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
                if (use.table->name == table)
                    for (auto& candidate : candidates_for(use, {.covering = false, .partial = false, .brin = false})) candidates.push_back(std::move(candidate));
    });
    if (!parsed) return tl::unexpected(parsed.error());
    if (!read) return tl::unexpected(unreadable);
    return candidates;
}

// The cheapest, of equal cost the one with the fewest columns. Where none serves alone, as an OR needs one for each of its
// sides, those of single columns that are taken together. Empty when no index makes the plan cheaper.
IndexSet best_of(WhatIf& what_if, int query, const std::vector<IndexText>& candidates, double least_gain) {
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

std::string shown(const std::vector<IndexText>& indexes) {
    std::vector<std::string> statements;
    for (const auto& index : indexes) statements.push_back(index.statement());
    return joined(statements, " and ");
}

// What was tried, for a system in use. Every write of the table pays for it: what is right for one plan need not be for all.
Fix fix_of(Lab& lab, const std::vector<IndexText>& indexes, const Proof& proof) {
    Fix fix{.title = indexes.size() == 1 ? "create the index that was tried" : "create the indexes that were tried", .statement = {}, .safety = Safety::unsafe, .proof = proof};
    for (const auto& index : indexes) {
        const auto table = lab.query(fmt::format("select relname, relkind = 'p' from pg_class where oid = {}::regclass", pg::quote_literal(index.table)));
        if (!table || table->size() == 0) continue;
        const auto name = pg::quote_identifier(sql::index_name(table->text(0, 0), joined(index.keys, ",")));
        fix.statement += fmt::format("{}{};", fix.statement.empty() ? "" : "\n", index.live_statement(table->boolean(0, 1), name));
    }
    return fix;
}

struct Costs {
    std::string before, after;
    bool is_worth_while = false;
};

Outcome judged(Lab& lab, const std::string& method, const Costs& costs, const std::vector<IndexText>& indexes) {
    auto proof = lab.proof(method, costs.before, fmt::format("{}, with {}", costs.after, shown(indexes)));
    if (!costs.is_worth_while) return Outcome::refuted(std::move(proof));
    auto fix = fix_of(lab, indexes, proof);
    return Outcome::proven_with(std::move(proof), std::move(fix));
}

// Cost with and without, as HypoPG has it, in the session of the experiment.
Outcome planned(Lab& lab, const Trial& trial, const std::vector<IndexText>& indexes) {
    const auto before = estimate(lab, trial.statement);
    if (!before) return Outcome::needs(before.error().message);
    for (const auto& index : indexes)
        if (auto made = lab.run("select * from assay_what_if.hypopg_create_index(" + pg::quote_literal(index.statement()) + ")"); !made) return Outcome::needs(made.error().message);
    const auto after = estimate(lab, trial.statement);
    (void)lab.run("select assay_what_if.hypopg_reset()");
    if (!after) return Outcome::needs(after.error().message);
    return judged(lab, fmt::format("planned the {} with a hypothetical index (HypoPG) in the base", trial.what),
                  {fmt::format("cost {:.0f}", before->cost), fmt::format("cost {:.0f}", after->cost), before->cost >= trial.least_gain * after->cost}, indexes);
}

Outcome timed(Lab& lab, const Trial& trial, const std::vector<IndexText>& indexes) {
    const auto cost_before = estimate(lab, trial.statement);
    const auto before = lab.time_ms(trial.statement, 2);
    if (!cost_before || !before) return Outcome::needs(lab.last_error().message);
    for (const auto& index : indexes)
        if (!lab.run(index.statement())) return Outcome::needs(lab.last_error().message);
    const auto cost_after = estimate(lab, trial.statement);
    const auto after = lab.time_ms(trial.statement, 2);
    if (!cost_after || !after) return Outcome::needs(lab.last_error().message);
    return judged(lab, fmt::format("ran the {} on the base's rows, without and with an index", trial.what),
                  {fmt::format("{}, cost {:.0f}", shown_ms(*before), cost_before->cost), fmt::format("{}, cost {:.0f}", shown_ms(*after), cost_after->cost),
                   cost_before->cost >= trial.least_gain * cost_after->cost}, indexes);
}

bool can_stand_alone(const PlanScan& scan) {
    if (scan.condition.empty() && scan.order.empty()) return false;
    for (const std::string_view value : {"$", "SubPlan", "InitPlan"})
        if (scan.condition.find(value) != std::string::npos) return false;
    return true;
}

Result<Trial> trial_of(Lab& lab, const Subject& subject, const PlanScan& scan, const BaseTable& table) {
    std::string why = scan.condition.empty() ? std::string{"the plan's statement with its values (Query Text)"}
                                             : "the values that the condition compares with: " + scan.condition;
    if (can_stand_alone(scan)) {
        const auto statement = statement_of(scan, table);
        if (estimate(lab, statement)) return Trial{statement, "scan", 2.0};
        constexpr std::string_view undefined_table = "42P01";  // a column of a table that is not there
        why = lab.last_error().sqlstate == undefined_table ? "the rows of another table that the condition compares with: " + scan.condition : lab.last_error().message;
    }
    const auto whole = select_of_plan(subject.map, subject.id);
    if (whole.empty()) return fail(why);
    if (!estimate(lab, whole)) return fail(lab.last_error().message);
    return Trial{whole, "statement", 1.1};
}

}  // namespace

Outcome scan_index(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{500})) return Outcome::out_of_budget();
    const auto scan = scan_of(subject.map, subject.id);
    if (!scan) return Outcome::needs("a scan of one table in the plan's node");
    const auto table = base_table(lab, *scan);
    if (!table) return Outcome::needs(table.error().message);
    const auto trial = trial_of(lab, subject, *scan, *table);
    if (!trial) return Outcome::needs(trial.error().message);
    const auto candidates = candidates_of(lab.database(), trial->statement, table->name);
    if (!candidates) return Outcome::needs(candidates.error().message);
    auto what_if = WhatIf::open(lab.database());
    if (!what_if) return Outcome::needs(what_if.error().message);
    const auto best = best_of(*what_if, what_if->add_query(trial->statement), *candidates, trial->least_gain);
    if (best.empty() && !what_if->first_error().empty()) return Outcome::needs(what_if->first_error());
    if (best.empty())
        return Outcome::refuted(lab.proof(fmt::format("planned the {} with each of {} indexes on the columns of {}", trial->what, candidates->size(), table->name),
                                          fmt::format("cost {:.0f}", what_if->plan(0, {}).cost), "no index makes it cheaper"));
    std::vector<IndexText> indexes;
    for (const int index : best) indexes.push_back(what_if->text(index));
    return table->filled && budget.has(Milliseconds{2'000}) ? timed(lab, *trial, indexes) : planned(lab, *trial, indexes);
}

}  // namespace assay::query
