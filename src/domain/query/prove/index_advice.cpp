// helper: the advice, from the workload's statements to what each index is for.
#include "domain/query/prove/index_advice.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "core/text.h"
#include "domain/query/advise/candidates.h"
#include "domain/query/read/table_statistics.h"
#include "sql/tokens.h"
#include "sql/tree.h"
#include "world/limits.h"

namespace assay::query {

namespace {

using sql::TokenKind;

// Values as the log has them: "$1 = '5', $2 = NULL".
std::vector<std::string> logged_values(std::string_view parameters) {
    std::vector<std::string> values;
    const auto tokens = sql::tokens_of(parameters);
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
        if (tokens[i].kind == TokenKind::parameter && tokens[i + 1].in(parameters) == "=")
            values.emplace_back(tokens[i + 2].in(parameters));
    return values;
}

struct Planned {
    std::string statement;
    int parameters = 0;  // that have no value
};

// The statement with each $n replaced by its value.
Planned with_values(std::string_view statement, const std::vector<std::string>& values) {
    Planned planned;
    std::size_t at = 0;
    for (const auto& token : sql::tokens_of(statement)) {
        if (token.kind != TokenKind::parameter) continue;
        std::size_t number = 0;
        std::from_chars(statement.data() + token.begin + 1, statement.data() + token.end, number);
        planned.statement.append(statement.substr(at, token.begin - at));
        at = token.end;
        if (number >= 1 && number <= values.size() && !values[number - 1].empty()) {
            planned.statement.append(values[number - 1]);
        } else {
            planned.parameters = std::max(planned.parameters, static_cast<int>(number));
            planned.statement.append(token.in(statement));
        }
    }
    planned.statement.append(statement.substr(at));
    return planned;
}

// As it was called once, else with parameters. Without all values none is used: $1 with a value and $2 without would
// be planned as nobody runs it.
Planned planned_statement(const Query& query) {
    if (query.samples.empty()) return with_values(query.text, {});
    const auto& sample = query.samples.front();
    auto planned = with_values(sample.statement, logged_values(sample.parameters));
    return planned.parameters == 0 ? planned : with_values(sample.statement, {});
}

struct ExistingIndex {
    std::string name, table;
    std::vector<std::string> keys;
    bool plain = false;      // a B-tree of all rows
    bool needed = false;     // unique, of a constraint, or serving a foreign key
    double bytes = 0;
};

constexpr const char* existing_query = R"(
select format('%I.%I', n.nspname, c.relname), format('%I.%I', hn.nspname, h.relname),
       array(select pg_get_indexdef(i.indexrelid, k, false) from generate_series(1, i.indnkeyatts) k order by k)::text[],
       am.amname = 'btree' and i.indpred is null and i.indisvalid and not 1 = any(array(select o & 1 from unnest(i.indoption) o)),
       i.indisunique or i.indisprimary or i.indisreplident or not i.indisvalid or exists (select from pg_constraint x where
         x.conindid = i.indexrelid) or exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = i.indrelid and
         i.indkey[0] = any(f.conkey)), pg_relation_size(i.indexrelid)
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class h on h.oid = i.indrelid join pg_namespace hn on hn.oid = h.relnamespace join pg_am am on am.oid = c.relam
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not h.relispartition order by 1)";

Result<std::vector<ExistingIndex>> read_existing(pg::Connection& session) {
    auto rows = session.query(existing_query, limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<ExistingIndex> all;
    for (int row = 0; row < rows->size(); ++row) {
        ExistingIndex index{std::string{rows->text(row, 0)}, std::string{rows->text(row, 1)}, {}, rows->boolean(row, 3), rows->boolean(row, 4),
                            rows->real(row, 5)};
        // Keys with commas or quotes are expressions, which are not compared.
        const auto keys = rows->text(row, 2);
        if (keys.find('"') == keys.npos)
            for (const auto key : split(keys.substr(1, keys.size() - 2), ',')) index.keys.emplace_back(key);
        else
            index.plain = false;
        all.push_back(std::move(index));
    }
    return all;
}

bool begins_with(const std::vector<std::string>& keys, const std::vector<std::string>& start) {
    return start.size() <= keys.size() && std::equal(start.begin(), start.end(), keys.begin());
}

class Advisor {
public:
    Advisor(const Workload& workload, const AdviceOptions& options, WhatIf& what_if, Tables tables,
            std::vector<ExistingIndex> existing)
        : workload_{workload}, options_{options}, what_if_{what_if}, tables_{std::move(tables)}, existing_{std::move(existing)} {}

    Result<IndexAdvice> advise() {
        options_.progress("planning the statements");
        if (auto done = plan_all(); !done) return tl::unexpected(done.error());
        options_.progress("trying candidates");
        make_candidates();
        problem_.weights.clear();
        for (const auto& query : advice_.queries) problem_.weights.push_back(query.calls);
        problem_.budget = options_.budget > 0 ? options_.budget : 1e18;
        problem_.most_of_a_table = options_.most_of_a_table;
        CostBook book{what_if_, relevance()};
        options_.progress("searching");
        const auto result = choose_indexes(problem_, book, options_.stop);
        advice_.complete = result.complete;
        explain_choice(book, result.indexes);
        advice_.candidates = problem_.candidates.size();
        advice_.what_if_calls = book.calls();
        note_unknowns();
        return std::move(advice_);
    }

private:
    Result<void> plan_all() {
        std::map<std::string, int> failures;
        std::size_t others = 0;
        auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
            for (const auto& query : workload_.queries) {
                auto planned = planned_statement(query);
                const auto tree = sql::Tree::parse(parser, planned.statement);
                const auto statement = tree && tree->root()["stmts"].size() == 1 ? (*tree->root()["stmts"].begin())["stmt"] : sql::Node{};
                const auto tag = statement.tag();
                if (tag != "SelectStmt" && tag != "InsertStmt" && tag != "UpdateStmt" && tag != "DeleteStmt") {
                    ++others;
                    continue;
                }
                add_query(query, std::move(planned), roles_of(statement, tables_), failures);
            }
        });
        if (!parsed) return parsed;
        for (const auto& [message, count] : failures)
            advice_.notes.push_back(fmt::format("{} statement{} not planned: {}", count, count == 1 ? "" : "s", message));
        if (others) advice_.notes.push_back(fmt::format("{} other statements (no SELECT, INSERT, UPDATE or DELETE) were left out", others));
        if (advice_.queries.empty()) return fail("none of the workload's statements could be planned" + (failures.empty() ? "" : ": " + failures.begin()->first));
        return {};
    }

    void add_query(const Query& query, Planned planned, Roles roles, std::map<std::string, int>& failures) {
        const int parameters = planned.parameters;
        const int number = what_if_.add_query(std::move(planned.statement), parameters);
        auto plan = what_if_.explain(number, {});
        if (!plan) {
            ++failures[plan.error().message];
            what_if_.drop_last_query();
            return;
        }
        AdvisedQuery advised{.name = query.text, .fingerprint = query.fingerprint, .calls = std::max(1.0, static_cast<double>(query.calls)), .generic = parameters > 0};
        advice_.queries.push_back(std::move(advised));
        roles_.push_back(std::move(roles));
    }

    bool exists(const IndexText& candidate) const {
        return std::any_of(existing_.begin(), existing_.end(), [&](const auto& index) {
            return index.plain && index.table == candidate.table && candidate.method == "btree" && candidate.included.empty() &&
                   candidate.predicate.empty() && begins_with(index.keys, candidate.keys);
        });
    }

    void make_candidates() {
        std::set<IndexText> wanted;
        for (const auto& roles : roles_)
            for (const auto& use : roles.uses)
                for (const auto& candidate : candidates_for(use))
                    if (!exists(candidate)) wanted.insert(candidate);
        std::vector<IndexText> made;
        std::map<std::pair<std::string, std::string>, double> shares;
        for (const auto& candidate : wanted) {
            if (options_.stop()) break;
            const auto& table = tables_.at(candidate.table);
            double share = 1;
            if (!candidate.predicate.empty()) {
                const auto [at, is_new] = shares.try_emplace({candidate.table, candidate.predicate}, 1);
                if (is_new)
                    if (const auto rows = what_if_.rows(candidate.table, candidate.predicate); rows && table.rows > 0) at->second = std::min(1.0, *rows / table.rows);
                share = at->second;
                if (share > 0.5) continue;
            }
            const bool odd = candidate.keys[0].front() == '(';
            const double bytes = index_bytes(tables_, candidate, share);
            if (bytes <= 0 || (odd && !what_if_.accepts(candidate))) continue;
            what_if_.add(candidate);
            made.push_back(candidate);
            problem_.candidates.push_back({bytes, 0, static_cast<int>(std::distance(tables_.begin(), tables_.find(candidate.table))), -1});
        }
        for (std::size_t i = 0; i < made.size(); ++i) {
            problem_.candidates[i].shorter = shorter_form(made, static_cast<int>(i));
            for (std::size_t query = 0; query < roles_.size(); ++query)
                problem_.candidates[i].upkeep += advice_.queries[query].calls * upkeep(query, made[i], problem_.candidates[i].bytes);
        }
    }

    // What one call of a statement pays for keeping this index: a way down, an entry, and part of a page that is
    // read and written again; in the planner's unit, with its default costs.
    double upkeep(std::size_t query, const IndexText& index, double bytes) const {
        const auto& roles = roles_[query];
        if (!roles.written || roles.written->name != index.table || roles.write == Roles::Write::remove) return 0;
        constexpr double operator_cost = 0.0025, index_tuple_cost = 0.005, page_share = 0.5, page_cost = 4;
        const double levels = std::max(1.0, std::ceil(std::log(std::max(2.0, bytes / 8192)) / std::log(300)) + 1);
        const double entry = levels * 50 * operator_cost + index_tuple_cost + page_share * page_cost;
        if (roles.write == Roles::Write::insert) return entry;
        const auto touches = [&](const std::string& key) {
            return std::any_of(roles.set_columns.begin(), roles.set_columns.end(), [&](const auto& column) { return key.find(column) != key.npos; });
        };
        const bool touched = touches(index.predicate) || std::any_of(index.keys.begin(), index.keys.end(), touches) ||
                             std::any_of(index.included.begin(), index.included.end(), touches);
        return touched ? entry : 0;
    }

    std::vector<std::vector<bool>> relevance() const {
        std::vector<std::vector<bool>> relevant;
        for (const auto& roles : roles_) {
            auto& row = relevant.emplace_back();
            for (int index = 0; index < static_cast<int>(problem_.candidates.size()); ++index)
                row.push_back(std::any_of(roles.uses.begin(), roles.uses.end(), [&](const auto& use) { return use.table->name == what_if_.text(index).table; }));
        }
        return relevant;
    }

    void explain_choice(CostBook& book, IndexSet chosen) {
        // An index that no statement's plan has, or that earns less than its upkeep, is none to recommend.
        for (const int index : IndexSet{chosen})
            if (const auto rest = without(chosen, index); workload_cost(problem_, book, rest) <= workload_cost(problem_, book, chosen)) chosen = rest;
        const double with_all = workload_cost(problem_, book, chosen);
        advice_.cost_before = workload_cost(problem_, book, {});
        advice_.cost_after = with_all;
        std::vector<Answer> answers;
        for (std::size_t query = 0; query < advice_.queries.size(); ++query) {
            auto& advised = advice_.queries[query];
            answers.push_back(book.ask(static_cast<int>(query), chosen));
            advised.cost_before = book.ask(static_cast<int>(query), {}).cost;
            advised.cost_after = answers.back().cost;
        }
        for (const int index : chosen) {
            RecommendedIndex made;
            made.text = what_if_.text(index);
            made.bytes = problem_.candidates[static_cast<std::size_t>(index)].bytes;
            made.statement = replaced(made.text.statement(), "INDEX ON ", "INDEX CONCURRENTLY ON ");
            made.gain = workload_cost(problem_, book, without(chosen, index)) - with_all;
            for (std::size_t query = 0; query < answers.size(); ++query) {
                if (std::binary_search(answers[query].used.begin(), answers[query].used.end(), index))
                    made.serves.push_back({query, advice_.queries[query].cost_before, advice_.queries[query].cost_after});
                if (const double cost = upkeep(query, made.text, made.bytes); cost > 0) made.slows.push_back({query, cost});
            }
            for (const auto& old : existing_)
                if (old.plain && !old.needed && old.table == made.text.table && made.text.predicate.empty() && made.text.method == "btree" &&
                    begins_with(made.text.keys, old.keys))
                    made.makes_redundant.push_back(old.name);
            advice_.indexes.push_back(std::move(made));
        }
        std::stable_sort(advice_.indexes.begin(), advice_.indexes.end(), [](const auto& a, const auto& b) { return a.gain > b.gain; });
        find_drops(chosen);
    }

    // Existing indexes that no plan has, before or after.
    void find_drops(const IndexSet& chosen) {
        std::string plans;
        for (int query = 0; query < static_cast<int>(advice_.queries.size()); ++query)
            for (const auto& set : {IndexSet{}, chosen})
                if (auto plan = what_if_.explain(query, set)) plans += *plan;
        for (const auto& index : existing_) {
            const auto name = index.name.substr(index.name.rfind('.') + 1);
            if (index.needed || plans.find("\"Index Name\": \"" + name + "\"") != plans.npos) continue;
            const bool redundant = std::any_of(advice_.indexes.begin(), advice_.indexes.end(), [&](const auto& made) {
                return std::find(made.makes_redundant.begin(), made.makes_redundant.end(), index.name) != made.makes_redundant.end();
            });
            advice_.drops.push_back({index.name, "DROP INDEX CONCURRENTLY " + index.name,
                                     redundant ? "the first keys of an index above" : "no statement of this workload uses it", index.bytes});
        }
    }

    void note_unknowns() {
        std::set<std::string> bare, others;
        for (const auto& roles : roles_)
            for (const auto& use : roles.uses) {
                if (!use.table->has_statistics) bare.insert(use.table->name);
                for (const auto& column : use.contained) others.insert(fmt::format("{} USING gin ({})", use.table->name, column));
                for (const auto& column : use.patterns) others.insert(fmt::format("{} USING gin ({} gin_trgm_ops)", use.table->name, column));
            }
        for (const auto& table : bare) advice_.notes.push_back(fmt::format("{} has no statistics: what its plans cost is a guess", table));
        for (const auto& index : others) advice_.notes.push_back(fmt::format("not tried, as HypoPG knows no GIN: {}", index));
        const auto generic = std::count_if(advice_.queries.begin(), advice_.queries.end(), [](const auto& query) { return query.generic; });
        if (generic) advice_.notes.push_back(fmt::format("{} statements have no values of their parameters: planned as generic plans", generic));
    }

    const Workload& workload_;
    const AdviceOptions& options_;
    WhatIf& what_if_;
    Tables tables_;
    std::vector<ExistingIndex> existing_;
    std::vector<Roles> roles_;
    SearchProblem problem_;
    IndexAdvice advice_;
};

}  // namespace

Result<IndexAdvice> advise_indexes(lab::Database& database, const Workload& workload, const AdviceOptions& options) {
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    auto tables = read_tables(*root);
    if (!tables) return tl::unexpected(tables.error());
    auto existing = read_existing(*root);
    if (!existing) return tl::unexpected(existing.error());
    auto what_if = WhatIf::open(database);
    if (!what_if) return tl::unexpected(what_if.error());
    return Advisor{workload, options, *what_if, std::move(*tables), std::move(*existing)}.advise();
}

}  // namespace assay::query
