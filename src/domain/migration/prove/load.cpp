// helper: an application at work
#include "domain/migration/prove/load.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "domain/migration/plan/table_facts.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

constexpr Milliseconds between{1};
constexpr int keys_wanted = 50;

// "(id) = ('7')" for some of the rows.
std::vector<std::string> some_rows(pg::Connection& session, const TableFacts& table) {
    std::vector<std::string> conditions, texts;
    for (const auto& column : table.key) texts.push_back(fmt::format("quote_literal({}::text)", sql::quote_identifier(column)));
    if (texts.empty()) return conditions;
    auto rows = session.query(fmt::format("select concat_ws(', ', {}) from {} order by {} limit {}", joined(texts, ", "), sql::quote_relation(table.relation),
        column_list(table.key), keys_wanted));
    if (!rows) return conditions;
    for (int row = 0; row < rows->size(); ++row) conditions.push_back(fmt::format("({}) = ({})", column_list(table.key), rows->text(row, 0)));
    return conditions;
}

// A column that may be set to what it is.
std::string settable(const TableFacts& table) {
    for (const auto& column : table.columns)
        if (!column.generated && column.identity == '\0' && std::find(table.key.begin(), table.key.end(), column.name) == table.key.end())
            return sql::quote_identifier(column.name);
    return {};
}

LoadTable statements_for(pg::Connection& session, const TableFacts& table) {
    LoadTable load{table.relation, {}, {}};
    std::vector<std::string> names, given;
    for (const auto& column : table.columns) {
        names.push_back(column.name);
        if (!column.generated && column.identity == '\0') given.push_back(column.name);
    }
    const auto name = sql::quote_relation(table.relation), set = settable(table);
    const auto rows = some_rows(session, table);
    for (const auto& row : rows) load.reads.push_back(fmt::format("select {} from {} where {}", column_list(names), name, row));
    if (rows.empty()) load.reads.push_back(fmt::format("select {} from {} limit 1", column_list(names), name));
    if (table.kind == 'm') return load;
    // EXPLAIN takes the locks of the statement and makes no row.
    if (!given.empty()) load.writes.push_back(fmt::format("explain insert into {0} ({1}) select {1} from {0}", name, column_list(given)));
    load.writes.push_back(fmt::format("explain delete from {}", name));
    for (const auto& row : rows)
        if (!set.empty()) load.writes.push_back(fmt::format("update {0} set {1} = {1} where {2}", name, set, row));
    return load;
}

// A row that a CHECK forbids, which is NOT VALID, cannot be written even without a plan.
void keep_what_works(pg::Connection& session, std::vector<std::string>& statements) {
    std::erase_if(statements, [&](const std::string& statement) {
        const bool works = session.query("begin") && session.query(statement);
        (void)session.query("rollback");
        return !works;
    });
}

}  // namespace

Result<std::vector<LoadTable>> load_tables(pg::Connection& session, const std::vector<std::string>& relations) {
    std::vector<LoadTable> tables;
    for (const auto& relation : relations) {
        auto facts = table_facts(session, relation);
        if (!facts) return tl::unexpected(facts.error());
        if (facts->kind == 'r' || facts->kind == 'p' || facts->kind == 'm') tables.push_back(statements_for(session, *facts));
    }
    for (auto& table : tables) {
        keep_what_works(session, table.reads);
        keep_what_works(session, table.writes);
    }
    std::erase_if(tables, [](const LoadTable& table) { return table.reads.empty(); });
    return tables;
}

Load::Load(std::vector<pg::Connection> sessions, std::vector<LoadTable> tables, Milliseconds holds)
    : sessions_{std::move(sessions)}, tables_{std::move(tables)}, holds_{holds} {
    threads_.emplace_back([this] { read(sessions_[0]); });
    threads_.emplace_back([this] { write(sessions_[1]); });
    if (holds_.count() > 0) threads_.emplace_back([this] { hold(sessions_[2]); });
}

Result<std::unique_ptr<Load>> Load::start(lab::Database& database, std::vector<LoadTable> tables, Milliseconds holds) {
    std::vector<pg::Connection> sessions;
    for (int i = 0; i < 3; ++i) {
        auto session = database.connect_as_superuser();
        if (!session) return tl::unexpected(session.error());
        if (auto set = session->query("set search_path = public"); !set) return tl::unexpected(set.error());
        sessions.push_back(std::move(*session));
    }
    return std::unique_ptr<Load>{new Load{std::move(sessions), std::move(tables), holds}};
}

Load::~Load() {
    stop_ = true;
    for (auto& thread : threads_) thread.join();
}

LoadSeen Load::take() {
    const std::lock_guard lock{mutex_};
    return std::exchange(seen_, {});
}

void Load::ask(pg::Connection& session, std::string_view operation, const LoadTable& table, const std::string& statement) {
    const Stopwatch watch;
    const bool done = bool(session.query(statement));
    const double took_ms = watch.seconds() * 1000;
    const std::lock_guard lock{mutex_};
    ++seen_.statements;
    if (!done && seen_.error.empty()) seen_.error = fmt::format("{} {}: {}", operation, table.relation, session.last_error().message);
    if (took_ms <= seen_.worst_ms) return;
    seen_.worst_ms = took_ms;
    seen_.worst = fmt::format("{} {}", operation, table.relation);
}

void Load::read(pg::Connection& session) {
    for (std::size_t turn = 0; !stop_; ++turn) {
        for (const auto& table : tables_) ask(session, "SELECT", table, table.reads[turn % table.reads.size()]);
        std::this_thread::sleep_for(between);
    }
}

void Load::write(pg::Connection& session) {
    for (std::size_t turn = 0; !stop_; ++turn) {
        for (const auto& table : tables_) {
            if (table.writes.empty()) continue;
            const auto& statement = table.writes[turn % table.writes.size()];
            (void)session.query("begin");
            ask(session, starts_with(statement, "update") ? "UPDATE" : starts_with(statement, "explain insert") ? "INSERT" : "DELETE", table, statement);
            (void)session.query("rollback");
        }
        std::this_thread::sleep_for(between);
    }
}

void Load::hold(pg::Connection& session) {
    for (std::size_t turn = 0; !stop_; ++turn) {
        (void)session.query("begin");
        for (const auto& table : tables_) (void)session.query(table.reads[turn % table.reads.size()]);
        std::this_thread::sleep_for(holds_);
        (void)session.query("rollback");
        std::this_thread::sleep_for(holds_);
    }
}

}  // namespace assay::migration
