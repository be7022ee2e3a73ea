// helper: statements read, planned once, weighed.
#include "domain/query/prove/index_workload.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/query/model/query_calls.h"
#include "sql/tree.h"

namespace assay::query {

namespace {

sql::Node only_statement(const tl::expected<sql::Tree, sql::SyntaxError>& tree) {
    const sql::Node statements = tree ? tree->root()["stmts"] : sql::Node{};
    return statements.size() == 1 ? (*statements.begin())["stmt"] : sql::Node{};
}

constexpr double not_counted = -1;  // rows, where only the plan tells

class Collector {
public:
    Collector(const Tables& tables, PlanKind kind, WhatIf& what_if) : tables_{tables}, kind_{kind}, what_if_{what_if} {}

    void add(const sql::Parser& parser, const Query& query) {
        auto roles = roles_of_calls(parser, query, tables_);
        if (!roles) {
            ++others_;
            return;
        }
        auto made = planned(query, *roles);
        const double calls = std::max(1.0, static_cast<double>(query.calls));
        const double rows = query.rows ? static_cast<double>(*query.rows) / calls : not_counted;
        made.name = query.text;
        made.fingerprint = query.fingerprint;
        made.calls = calls;
        made.may_be_kept = query.named_calls.value_or(1) > 0;
        add(std::move(made), std::move(*roles), rows);
    }

    // PostgreSQL looks for rows that point to one that goes: ri_triggers.c, RI_FKey_noaction_del and its like.
    void add_check(const sql::Parser& parser, const ForeignKey& key, const AdvisedQuery& by, double rows) {
        std::string condition;
        for (std::size_t i = 0; i < key.columns.size(); ++i) condition += fmt::format("{}{} = ${}", i ? " and " : "", key.columns[i], i + 1);
        AdvisedQuery query{.name = fmt::format("foreign key {} of {}, asked by: {}", key.name, key.child, by.name), .fingerprint = {}, .calls = by.calls * std::max(1.0, rows),
                           .generic = true, .statement = fmt::format("select 1 from only {} x where {} for key share of x", key.child, condition),
                           .parameters = static_cast<int>(key.columns.size())};
        const auto tree = sql::Tree::parse(parser, query.statement);
        add(std::move(query), roles_of(only_statement(tree), tables_), not_counted);
    }

    Result<IndexWorkload> finished() {
        for (const auto& [message, count] : failures_)
            made_.notes.push_back(fmt::format("{} statement{} not planned: {}", count, count == 1 ? "" : "s", message));
        if (others_)
            made_.notes.push_back(fmt::format("{} other statement{} (no SELECT, INSERT, UPDATE or DELETE) left out", others_, others_ == 1 ? "" : "s"));
        if (typical_ && kind_ != PlanKind::generic)
            made_.notes.push_back(fmt::format("{} statement{} without values of parameters: planned with values that the statistics say are usual (one that is neither common nor "
                                              "rare; a tenth of the rows for a range)", typical_, typical_ == 1 ? "" : "s"));
        if (made_.queries.empty())
            return fail("none of the workload's statements could be planned" + (failures_.empty() ? "" : ": " + failures_.begin()->first));
        return std::move(made_);
    }
    const IndexWorkload& made() const { return made_; }

private:
    // The slowest call that is known, with its values; else usual values; else without.
    AdvisedQuery planned(const Query& query, const Roles& roles) {
        const auto calls = calls_of(query);
        const int parameters = parameters_in(calls.front().statement);
        AdvisedQuery made{.name = {}, .fingerprint = {}, .statement = calls.front().statement, .parameters = parameters};
        if (parameters > 0) made.prepared = made.statement;
        for (const auto& call : calls)
            if (auto with = PlannedStatement::of(call.statement, logged_values(call.parameters)); with.parameters == 0) made.known_calls.push_back(std::move(with.text));
        if (made.known_calls.empty())
            if (auto with = PlannedStatement::of(made.statement, usual_values(roles, parameters)); with.parameters == 0) {
                made.known_calls.push_back(std::move(with.text));
                ++typical_;
            }
        if (kind_ != PlanKind::generic && !made.known_calls.empty()) {
            made.statement = made.known_calls.front();
            made.parameters = 0;
        }
        made.generic = made.parameters > 0;
        return made;
    }

    void add(AdvisedQuery query, Roles roles, double rows) {
        auto plan = planned_as(query);
        if (!plan && query.parameters == 0 && !query.prepared.empty()) {  // values that it does not take
            query.statement = query.prepared;
            query.parameters = parameters_in(query.prepared);
            query.generic = true;
            query.known_calls.clear();
            plan = planned_as(query);
        }
        if (!plan) {
            ++failures_[plan.error().message];
            return;
        }
        made_.queries.push_back(std::move(query));
        made_.rows_of_call.push_back(roles.write == Roles::Write::none ? 0 : std::max(1.0, rows >= 0 ? rows : rows_written(*plan)));
        made_.roles.push_back(std::move(roles));
    }

    // One that cannot be planned leaves no number behind.
    Result<std::string> planned_as(const AdvisedQuery& query) {
        auto plan = what_if_.explain(what_if_.add_query(query.statement, query.parameters), {});
        if (!plan) what_if_.drop_last_query();
        return plan;
    }

    const Tables& tables_;
    const PlanKind kind_;
    WhatIf& what_if_;
    IndexWorkload made_;
    std::map<std::string, int> failures_;
    std::size_t others_ = 0, typical_ = 0;
};

// A row that goes, or whose key changes, may be pointed to.
bool writes_parent_key(const Roles& roles, const ForeignKey& key) {
    if (roles.write == Roles::Write::remove) return true;
    return roles.write == Roles::Write::update && std::any_of(roles.set_columns.begin(), roles.set_columns.end(), [&](const auto& column) {
               return std::find(key.parent_columns.begin(), key.parent_columns.end(), column) != key.parent_columns.end();
           });
}

}  // namespace

std::vector<WriteLoad> IndexWorkload::loads() const {
    std::vector<WriteLoad> all;
    for (std::size_t i = 0; i < queries.size(); ++i)
        if (roles[i].write != Roles::Write::none) all.push_back({&roles[i], queries[i].calls * rows_of_call[i]});
    return all;
}

Result<IndexWorkload> plan_workload(const Workload& workload, const Tables& tables, const std::vector<ForeignKey>& foreign_keys, PlanKind kind,
                                    WhatIf& what_if) {
    Collector collector{tables, kind, what_if};
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (const auto& query : workload.queries) collector.add(parser, query);
        const auto asked = collector.made();
        for (std::size_t i = 0; i < asked.queries.size(); ++i)
            for (const auto& key : foreign_keys)
                if (asked.roles[i].written && asked.roles[i].written->name == key.parent && writes_parent_key(asked.roles[i], key))
                    collector.add_check(parser, key, asked.queries[i], asked.rows_of_call[i]);
    });
    if (!parsed) return tl::unexpected(parsed.error());
    return collector.finished();
}

}  // namespace assay::query
