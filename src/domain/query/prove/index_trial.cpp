// helper: indexes built, planned with, and run.
#include "domain/query/prove/index_trial.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/text.h"
#include "world/limits.h"

namespace assay::query {

namespace {

bool has(const std::vector<std::string>& list, const std::string& text) { return std::find(list.begin(), list.end(), text) != list.end(); }

Spread spread_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    return {values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2, values.front(), values.back()};
}

// One run, undone. The statement is the workload's: it runs as the owner of the lab's database.
Result<std::string> run(pg::Connection& session, const std::string& statement) {
    if (auto begun = session.query("begin"); !begun) return tl::unexpected(begun.error());
    auto plan = session.query("explain (analyze, buffers, timing off, format json) " + statement, limits::statement_time);
    session.query("rollback");
    if (!plan) return tl::unexpected(plan.error());
    return std::string{plan->text(0, 0)};
}

std::optional<Timed> time_of(pg::Connection& plain, pg::Connection& indexed, const AdvisedQuery& query, const AdviceOptions& options) {
    // The first runs bring pages and the catalogue into memory, and are not counted.
    if (!run(plain, query.statement) || !run(indexed, query.statement)) return {};
    std::vector<double> before, after;
    Timed timed;
    for (int repeat = 0; repeat < options.repeats && !options.stop(); ++repeat)
        for (const bool is_second : {false, true}) {
            const bool with_indexes = is_second == (repeat % 2 == 0);
            const auto plan = run(with_indexes ? indexed : plain, query.statement);
            if (!plan) return {};
            (with_indexes ? after : before).push_back(plan_number(*plan, "Execution Time").value_or(0));
            (with_indexes ? timed.blocks_after : timed.blocks_before) = plan_number(*plan, "Shared Hit Blocks").value_or(0) + plan_number(*plan, "Shared Read Blocks").value_or(0);
        }
    if (before.empty() || before.size() != after.size()) return {};
    timed.ms_before = spread_of(before);
    timed.ms_after = spread_of(after);
    timed.runs = static_cast<int>(before.size());
    return timed;
}

// Says in a note what was not to be expected: a statement that does not end, or is slower with what should help it.
void time_one(pg::Connection& plain, pg::Connection& indexed, std::size_t query, const AdviceOptions& options, IndexAdvice& advice) {
    const auto& asked = advice.queries[query];
    if (asked.parameters > 0) return;
    const auto name = replaced(asked.name, "\n", " ");
    const auto& timed = advice.times[query] = time_of(plain, indexed, asked, options);
    if (!timed && !options.stop())
        advice.notes.push_back(fmt::format("not timed, as it fails or takes more than {} s, with the indexes or without: {}", limits::statement_time.count() / 1000, name));
    else if (timed && asked.cost_after < asked.cost_before && timed->ms_after.least > timed->ms_before.most)
        advice.notes.push_back(fmt::format("slower with the indexes, whatever they cost: {:.1f} ms before, {:.1f} ms after: {}", timed->ms_before.middle,
                                           timed->ms_after.middle, name));
}

// Below 0 when it cannot be planned.
double planned_cost(pg::Connection& session, const AdvisedQuery& query) {
    const auto plan = session.query("explain (format json) " + query.statement, limits::statement_time);
    return plan ? total_cost(plan->text(0, 0)) : -1;
}

bool concerns(const Roles& roles, const IndexText& index) {
    return std::any_of(roles.uses.begin(), roles.uses.end(), [&](const auto& use) { return use.table->name == index.table; });
}

// An inverted index has several entries for each row; that many more writes.
void add_upkeep(const std::vector<Roles>& roles, const AdviceOptions& options, const IndexAdvice& advice, RecommendedIndex& index) {
    constexpr double entries_of_row = 8;
    const Upkeep upkeep{options.counters, {}};
    for (std::size_t query = 0; query < roles.size(); ++query)
        if (const double cost = entries_of_row * upkeep.of_row(roles[query], index.text, index.bytes); cost > 0) {
            index.slows.push_back({query, cost});
            index.upkeep += advice.queries[query].calls * cost;
        }
}

}  // namespace

std::vector<IndexText> inverted_candidates(const std::vector<Roles>& roles, const std::string& trigram_class) {
    std::set<IndexText> made;
    for (const auto& each : roles)
        for (const auto& use : each.uses) {
            for (const auto& key : use.contained) {
                const Column* column = use.table->find(key);
                if (!column) continue;
                const bool is_document = column->type == "jsonb" && !has(use.asked_for_keys, key);
                if (has(column->methods, "gin"))
                    made.insert({.table = use.table->name, .keys = {is_document ? key + " jsonb_path_ops" : key}, .method = "gin"});
                else if (has(column->methods, "gist"))
                    made.insert({.table = use.table->name, .keys = {key}, .method = "gist"});
            }
            if (!trigram_class.empty())
                for (const auto& key : use.patterns) made.insert({.table = use.table->name, .keys = {key + " " + trigram_class}, .method = "gin"});
        }
    return {made.begin(), made.end()};
}

Result<IndexTrial> IndexTrial::open(lab::Database& rows, const AdviceOptions& options) {
    IndexTrial trial{options};
    for (auto* copy : {&trial.plain_, &trial.indexed_}) {
        auto made = rows.server().copy_database(rows);
        if (!made) return tl::unexpected(made.error());
        *copy = std::move(*made);
    }
    return trial;
}

Result<void> IndexTrial::build(IndexAdvice& advice) {
    auto session = indexed_->connect();
    if (!session) return tl::unexpected(session.error());
    for (auto& index : advice.indexes) {
        auto built = session->query(index.text.statement() + "; select pg_relation_size(max(indexrelid)) from pg_index", limits::load_time);
        if (!built)
            advice.notes.push_back(fmt::format("{} could not be built on the rows: {}", index.text.statement(), built.error().message));
        else if (const double bytes = built->real(0, 0); bytes > 0 && !options_.rows.sample)
            index.bytes = bytes;
    }
    return {};
}

// With its schema; the extension is made when the server has it. Empty where there is none.
std::string IndexTrial::trigram_class(IndexAdvice& advice) {
    constexpr const char* query = "select format('%I.%I', n.nspname, o.opcname) from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace "
                                  "where o.opcname = 'gin_trgm_ops'";
    for (const bool is_second : {false, true}) {
        auto root = indexed_->connect_as_superuser();
        if (!root) return {};
        const auto rows = root->query(query);
        if (rows && rows->size() > 0) return std::string{rows->text(0, 0)};
        if (is_second || !indexed_->server().has_extension("pg_trgm")) break;
        if (auto made = root->query("create extension pg_trgm schema public"); !made) break;
        advice.notes.emplace_back("indexes of trigrams need: CREATE EXTENSION pg_trgm");
    }
    return {};
}

// What an index that is being tried does to the workload.
Result<RecommendedIndex> IndexTrial::tried(pg::Connection& session, const IndexText& candidate, const std::vector<Roles>& roles, IndexAdvice& advice) {
    constexpr double worth_while = 0.9;  // of a statement's cost
    auto built = session.query("begin; " + candidate.statement() + "; select pg_relation_size(max(indexrelid)) from pg_index", limits::load_time);
    RecommendedIndex index{.text = candidate, .built = true, .of_rows = options_.rows.share(candidate.table)};
    index.bytes = built ? built->real(0, 0) / index.of_rows : 0;
    for (std::size_t query = 0; built && query < costs_.size(); ++query) {
        if (costs_[query] < 0 || !concerns(roles[query], candidate)) continue;
        const double after = planned_cost(session, advice.queries[query]) * scales_[query];
        ++advice.what_if_calls;
        if (after < 0 || after >= worth_while * std::min(costs_[query], advice.queries[query].cost_after)) continue;
        index.gain += advice.queries[query].calls * (costs_[query] - after);
        index.serves.push_back({query, advice.queries[query].cost_before, after});
    }
    session.query("rollback");
    if (!built) return tl::unexpected(built.error());
    return index;
}

// With what was built so far.
void IndexTrial::note_costs(pg::Connection& session, const IndexAdvice& advice) {
    for (const auto& query : advice.queries) {
        const double cost = query.parameters ? -1 : planned_cost(session, query);
        scales_.push_back(options_.rows.sample && cost > 0 ? query.cost_after / cost : 1);
        costs_.push_back(cost * scales_.back());
    }
}

// What is taken changes what the next one can gain: each is tried again before it is taken.
Result<void> IndexTrial::try_inverted(const std::vector<Roles>& roles, IndexAdvice& advice) {
    const bool wants_trigrams = std::any_of(roles.begin(), roles.end(), [](const Roles& each) {
        return std::any_of(each.uses.begin(), each.uses.end(), [](const auto& use) { return !use.patterns.empty(); });
    });
    auto candidates = inverted_candidates(roles, wants_trigrams ? trigram_class(advice) : "");
    auto session = indexed_->connect();
    if (!session) return tl::unexpected(session.error());
    advice.candidates += candidates.size();
    note_costs(*session, advice);
    double room = options_.budget > 0 ? options_.budget : 1e18;
    for (const auto& index : advice.indexes) room -= index.bytes;
    while (!candidates.empty() && !options_.stop()) {
        std::optional<RecommendedIndex> best;
        for (auto candidate = candidates.begin(); candidate != candidates.end() && !options_.stop();) {
            auto index = tried(*session, *candidate, roles, advice);
            if (!index) advice.notes.push_back(fmt::format("{}: {}", candidate->statement(), index.error().message));
            if (index) add_upkeep(roles, options_, advice, *index);
            if (!index || index->bytes > room || index->gain <= index->upkeep) {
                candidate = candidates.erase(candidate);
                continue;
            }
            if (!best || index->gain / index->bytes > best->gain / best->bytes) best = std::move(*index);
            ++candidate;
        }
        if (!best) break;
        if (auto done = session->query(best->text.statement(), limits::load_time); !done) return tl::unexpected(done.error());
        candidates.erase(std::find(candidates.begin(), candidates.end(), best->text));
        room -= best->bytes;
        take(std::move(*best), advice);
    }
    return {};
}

void IndexTrial::take(RecommendedIndex index, IndexAdvice& advice) {
    for (const auto& served : index.serves) {
        auto& query = advice.queries[served.query];
        advice.cost_after -= query.calls * (query.cost_after - served.cost_after);
        costs_[served.query] = query.cost_after = served.cost_after;
    }
    advice.cost_after += index.upkeep;
    advice.indexes.push_back(std::move(index));
}

Result<void> IndexTrial::time(IndexAdvice& advice) {
    for (auto* database : {plain_.get(), indexed_.get()}) {
        auto root = database->connect_as_superuser();
        if (!root) return tl::unexpected(root.error());
        if (auto done = root->query("vacuum", limits::load_time); !done) return tl::unexpected(done.error());
    }
    auto plain = plain_->connect(), indexed = indexed_->connect();
    if (!plain) return tl::unexpected(plain.error());
    if (!indexed) return tl::unexpected(indexed.error());
    std::set<std::size_t> wanted;
    for (const auto& index : advice.indexes) {
        for (const auto& served : index.serves) wanted.insert(served.query);
        for (const auto& slowed : index.slows) wanted.insert(slowed.query);
    }
    advice.times.resize(advice.queries.size());
    for (const auto query : wanted) {
        if (options_.stop()) break;
        time_one(*plain, *indexed, query, options_, advice);
    }
    return {};
}

}  // namespace assay::query
