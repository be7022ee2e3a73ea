// helper: the advice, from the workload's statements to what each index is for.
#include "domain/query/prove/index_advice.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "domain/query/advise/candidates.h"
#include "domain/query/prove/generic_plans.h"
#include "domain/query/prove/index_drops.h"
#include "domain/query/prove/index_trial.h"
#include "domain/query/read/existing.h"
#include "world/limits.h"

namespace assay::query {

namespace {

// What was counted, for as long as the workload took. Of statements without times, such as a script's, nobody knows how
// long that is.
double counter_scale(const Workload& workload, const Counters& counters) {
    if (!counters.known()) return 0;
    if (workload.format == "pg_stat_statements") return 1;  // counted beside it
    const auto& span = workload.activity.span;
    if (!span.first || !span.last || counters.seconds <= 0) return 0;
    return static_cast<double>(*span.last - *span.first) / 1000 / counters.seconds;
}

class Advisor {
public:
    Advisor(const AdviceOptions& options, WhatIf& what_if, Tables& tables, const std::vector<ExistingIndex>& existing, IndexWorkload workload, double scale)
        : options_{options}, what_if_{what_if}, tables_{tables}, existing_{existing}, workload_{std::move(workload)}, loads_{workload_.loads()},
          upkeep_{options.counters, existing}, scale_{scale} {
        advice_.notes = workload_.notes;
        advice_.queries = workload_.queries;
    }

    IndexAdvice advise() {
        options_.progress("trying candidates");
        make_candidates();
        for (const auto& query : advice_.queries) problem_.weights.push_back(query.calls);
        problem_.budget = options_.budget > 0 ? options_.budget : 1e18;
        problem_.most_of_a_table = options_.most_of_a_table;
        problem_.branches = 16;
        CostBook book{what_if_, relevance()};
        options_.progress("searching");
        const auto result = choose_indexes(problem_, book, options_.stop);
        advice_.complete = result.complete;
        const auto chosen = worth_keeping(book, result.indexes);
        explain_choice(book, chosen);
        options_.progress("leaving out existing indexes");
        Drops drops{what_if_, tables_, chosen, existing_, options_, advice_};
        drops.find();
        advice_.candidates = problem_.candidates.size();
        advice_.what_if_calls = book.calls() + drops.calls();
        if (options_.plans == PlanKind::both) {
            options_.progress("planning without values");
            advice_.what_if_calls += compare_generic_plans(what_if_, chosen, workload_.roles, options_, advice_);
        }
        note_unknowns();
        return std::move(advice_);
    }
    const std::vector<Roles>& roles() const { return workload_.roles; }

private:
    bool exists(const IndexText& candidate) const {
        return std::any_of(existing_.begin(), existing_.end(), [&](const auto& index) {
            return index.plain && index.table == candidate.table && candidate.method == "btree" && candidate.included.empty() &&
                   candidate.predicate.empty() && candidate.keys.size() <= index.keys.size() &&
                   std::equal(candidate.keys.begin(), candidate.keys.end(), index.keys.begin());
        });
    }

    // The share of a table's rows that a partial index holds; more than half is hardly a part.
    double share_of(const IndexText& candidate) {
        if (candidate.predicate.empty()) return 1;
        const auto [at, is_new] = shares_.try_emplace({candidate.table, candidate.predicate}, 1);
        const double rows = tables_.at(candidate.table).rows;
        if (is_new)
            if (const auto part = what_if_.rows(candidate.table, candidate.predicate); part && rows > 0) at->second = std::min(1.0, *part / rows);
        return at->second;
    }

    void make_candidates() {
        std::set<IndexText> wanted;
        for (const auto& roles : workload_.roles)
            for (const auto& use : roles.uses)
                for (const auto& candidate : candidates_for(use))
                    if (!exists(candidate)) wanted.insert(candidate);
        std::vector<IndexText> made;
        for (const auto& candidate : wanted) {
            if (options_.stop()) break;
            const double share = share_of(candidate);
            if (!candidate.predicate.empty() && share > 0.5) continue;
            const bool has_expression = std::any_of(candidate.keys.begin(), candidate.keys.end(), [](const auto& key) { return key.front() == '('; });
            const double bytes = index_bytes(tables_, candidate, share);
            if (bytes <= 0 || (has_expression && !what_if_.accepts(candidate))) continue;
            what_if_.add(candidate);
            made.push_back(candidate);
            const auto table = std::distance(tables_.begin(), tables_.find(candidate.table));
            problem_.candidates.push_back({bytes, share * upkeep_.of_workload(loads_, candidate, bytes, scale_), static_cast<int>(table), -1});
        }
        for (std::size_t i = 0; i < made.size(); ++i) problem_.candidates[i].shorter = shorter_form(made, static_cast<int>(i));
    }

    std::vector<std::vector<bool>> relevance() const {
        std::vector<std::vector<bool>> relevant;
        for (const auto& roles : workload_.roles) {
            auto& row = relevant.emplace_back();
            for (int index = 0; index < static_cast<int>(problem_.candidates.size()); ++index)
                row.push_back(std::any_of(roles.uses.begin(), roles.uses.end(), [&](const auto& use) { return use.table->name == what_if_.text(index).table; }));
        }
        return relevant;
    }

    // Worth a statement's while: a tenth of what it costs, and more than reading a few pages, which nobody feels and every
    // write would pay for: a table that is small, or an entry that says what the row beside it says.
    bool helps_a_statement(CostBook& book, const IndexSet& all, const IndexSet& rest) const {
        constexpr double share = 0.1, least = 25;
        for (int query = 0; query < book.queries(); ++query) {
            const double before = book.cost(query, rest), after = book.cost(query, all);
            if (before - after >= std::max(least, share * before)) return true;
        }
        return false;
    }

    // An index that earns less than its upkeep is none to recommend; nor is one that is worth less than a thousandth of
    // what the workload costs with all of them, or hardly anything to each statement.
    IndexSet worth_keeping(CostBook& book, IndexSet chosen) const {
        constexpr double least = 0.001;
        for (const int index : IndexSet{chosen}) {
            const auto rest = without(chosen, index);
            if (workload_cost(problem_, book, rest) <= workload_cost(problem_, book, chosen) * (1 + least) || !helps_a_statement(book, chosen, rest)) chosen = rest;
        }
        return chosen;
    }

    void explain_choice(CostBook& book, const IndexSet& chosen) {
        advice_.cost_before = workload_cost(problem_, book, {});
        advice_.cost_after = workload_cost(problem_, book, chosen);
        std::vector<Answer> answers;
        for (std::size_t query = 0; query < advice_.queries.size(); ++query) {
            answers.push_back(book.ask(static_cast<int>(query), chosen));
            advice_.queries[query].cost_before = book.ask(static_cast<int>(query), {}).cost;
            advice_.queries[query].cost_after = answers.back().cost;
        }
        for (const int index : chosen) {
            const auto& known = problem_.candidates[static_cast<std::size_t>(index)];
            RecommendedIndex made{.text = what_if_.text(index), .bytes = known.bytes, .upkeep = known.upkeep};
            made.gain = workload_cost(problem_, book, without(chosen, index)) - advice_.cost_after;
            for (std::size_t query = 0; query < answers.size(); ++query) {
                if (std::binary_search(answers[query].used.begin(), answers[query].used.end(), index))
                    made.serves.push_back({query, advice_.queries[query].cost_before, advice_.queries[query].cost_after});
                const double row = upkeep_.of_row(workload_.roles[query], made.text, made.bytes);
                if (row > 0) made.slows.push_back({query, row * workload_.rows_of_call[query]});
            }
            advice_.indexes.push_back(std::move(made));
        }
        std::stable_sort(advice_.indexes.begin(), advice_.indexes.end(), [](const auto& a, const auto& b) { return a.gain > b.gain; });
    }

    void note_unknowns() {
        std::set<std::string> bare, others, expressions;
        for (const auto& roles : workload_.roles)
            for (const auto& use : roles.uses) {
                if (!use.table->has_statistics) bare.insert(use.table->name);
                for (const auto& column : use.contained) others.insert(fmt::format("{} ({})", use.table->name, column));
                for (const auto& column : use.patterns) others.insert(fmt::format("{} ({} gin_trgm_ops)", use.table->name, column));
            }
        for (const auto& table : bare) advice_.notes.push_back(fmt::format("{} has no statistics: what its plans cost is a guess", table));
        if (!others.empty() && !options_.rows.any())
            advice_.notes.push_back(fmt::format("not tried: GIN on {}. HypoPG knows no GIN, and to build one takes rows, which statistics are not: "
                                                "--sample reads some of a live base, SQL files may hold them", joined({others.begin(), others.end()}, ", ")));
        for (const auto& index : advice_.indexes)
            for (const auto& key : index.text.keys)
                if (key.front() == '(' && !options_.rows.own) expressions.insert(key);
        if (!expressions.empty())
            advice_.notes.push_back(fmt::format("of {} there are no statistics before the index is built: the planner takes it for 0.5 % of the rows",
                                                joined({expressions.begin(), expressions.end()}, ", ")));
        const auto generic = std::count_if(advice_.queries.begin(), advice_.queries.end(), [](const auto& query) { return query.generic && !query.fingerprint.empty(); });
        if (generic) advice_.notes.push_back(fmt::format("{} statement{} without values of parameters, nor usual ones: planned as generic plans", generic, generic == 1 ? "" : "s"));
        if (!options_.rows.any()) advice_.notes.emplace_back("no times: statistics have no rows to run on (--sample reads some of a live base)");
        if (options_.counters.known() && scale_ == 0)
            advice_.notes.emplace_back("the server's counters of writes were not weighed: the workload does not say how long it took");
    }

    const AdviceOptions& options_;
    WhatIf& what_if_;
    const Tables& tables_;
    const std::vector<ExistingIndex>& existing_;
    const IndexWorkload workload_;
    const std::vector<WriteLoad> loads_;
    const Upkeep upkeep_;
    const double scale_;
    std::map<std::pair<std::string, std::string>, double> shares_;
    SearchProblem problem_;
    IndexAdvice advice_;
};

// With rows, an expression's values can be counted as they would be once the index is there.
Result<void> count_expressions(pg::Connection& root, const IndexWorkload& workload) {
    std::set<std::pair<std::string, std::string>> wanted;
    for (const auto& roles : workload.roles)
        for (const auto& use : roles.uses)
            for (const auto* list : {&use.equal_expressions, &use.ranged, &use.joined, &use.grouped})
                for (const auto& key : *list)
                    if (key.front() == '(') wanted.insert({use.table->name, key});
    int number = 0;
    std::set<std::string> tables;
    for (const auto& [table, key] : wanted)  // one that is not immutable is refused, and is no key either
        if (root.query(fmt::format("create statistics assay_what_if.expression_{} on {} from {}", ++number, key, table))) tables.insert(table);
    for (const auto& table : tables)
        if (auto done = root.query("analyze " + table, limits::load_time); !done) return tl::unexpected(done.error());
    return {};
}

struct Advised {
    IndexAdvice advice;
    Tables tables;               // that the roles point to
    std::vector<Roles> roles;
};

// In sessions that end here, so that the database can be copied afterwards.
Result<Advised> advise_on_statistics(lab::Database& database, const Workload& workload, const AdviceOptions& options) {
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    auto tables = read_tables(*root);
    if (!tables) return tl::unexpected(tables.error());
    auto existing = read_existing(*root);
    if (!existing) return tl::unexpected(existing.error());
    auto foreign_keys = read_foreign_keys(*root);
    if (!foreign_keys) return tl::unexpected(foreign_keys.error());
    auto what_if = WhatIf::open(database);
    if (!what_if) return tl::unexpected(what_if.error());
    options.progress("planning the statements");
    auto planned = plan_workload(workload, *tables, *foreign_keys, options.plans, *what_if);
    if (!planned) return tl::unexpected(planned.error());
    if (options.rows.own)
        if (auto done = count_expressions(*root, *planned); !done) return tl::unexpected(done.error());
    Advised advised{{}, std::move(*tables), planned->roles};
    Advisor advisor{options, *what_if, advised.tables, *existing, std::move(*planned), counter_scale(workload, options.counters)};
    advised.advice = advisor.advise();
    return advised;
}

Result<void> try_on_rows(lab::Database& rows, const std::vector<Roles>& roles, const AdviceOptions& options, IndexAdvice& advice) {
    advice.sampled = options.rows.sample != nullptr;
    auto trial = IndexTrial::open(rows, options);
    if (!trial) return tl::unexpected(trial.error());
    options.progress("building the indexes");
    if (auto done = trial->build(advice); !done) return done;
    if (auto done = trial->try_inverted(roles, advice); !done) return done;
    if (options.repeats == 0 || options.stop()) return {};
    options.progress("running the statements, without and with the indexes");
    return trial->time(advice);
}

}  // namespace

Result<IndexAdvice> advise_indexes(lab::Database& database, const Workload& workload, const AdviceOptions& options) {
    auto advised = advise_on_statistics(database, workload, options);
    if (!advised) return tl::unexpected(advised.error());
    auto& advice = advised->advice;
    if (options.rows.any() && !options.stop())
        if (auto done = try_on_rows(options.rows.sample ? *options.rows.sample : database, advised->roles, options, advice); !done) return tl::unexpected(done.error());
    for (auto& index : advice.indexes) index.statement = index.text.live_statement(advised->tables.at(index.text.table).partitioned);
    return std::move(advice);
}

}  // namespace assay::query
