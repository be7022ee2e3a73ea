#include "domain/migration/engines/trial.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "sql/names.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

constexpr std::size_t most_refused = 100;  // rows that are looked for one by one; from there on whole pieces are refused

// What the server said, without the values of rows that it quotes.
std::string reason_of(const pg::ServerError& error) {
    if (!starts_with(error.sqlstate, "22")) return error.message;
    return error.message.substr(0, std::min(error.message.find(": \""), error.message.find('"')));
}

}  // namespace

void RowBatch::clear() {
    data.clear();
    ends.clear();
    places.clear();
}

std::string copy_statement(const RowBatch& batch) {
    std::vector<std::string> columns;
    for (const auto& column : batch.columns) columns.push_back(sql::quote_identifier(column));
    return fmt::format("COPY {} ({}) FROM stdin", batch.table.quoted(), joined(columns, ", "));
}

Trial::Trial(std::unique_ptr<lab::Server> server, std::unique_ptr<lab::Database> database, pg::Connection session)
    : server_{std::move(server)}, database_{std::move(database)}, session_{std::move(session)} {}

Result<Trial> Trial::begin(int postgres_major) {
    auto server = lab::Server::start({.major = postgres_major});
    if (!server) return tl::unexpected(server.error());
    auto database = (*server)->create_database();
    if (!database) return tl::unexpected(database.error());
    auto session = (*database)->connect();
    if (!session) return tl::unexpected(session.error());
    if (auto set = session->query("SET timezone = 'UTC'; SET client_min_messages = warning"); !set) return tl::unexpected(set.error());
    return Trial{std::move(*server), std::move(*database), std::move(*session)};
}

std::string Trial::version() const { return "PostgreSQL " + server_->installation().version; }

void Trial::run(std::vector<ConvertedStatement>& statements, Phase from, Phase to) {
    std::set<std::string> missing;  // tables that were refused
    for (const auto& statement : statements)
        if (statement.phase == Phase::tables && !statement.error.empty()) missing.insert(statement.owner);
    for (auto& statement : statements) {
        if (statement.phase < from || statement.phase > to) continue;
        if (missing.count(statement.owner) > 0) {
            statement.error = "its table was refused";
            continue;
        }
        if (session_.query(statement.sql, limits::load_time) || retry_not_valid(statement)) continue;
        statement.error = reason_of(session_.last_error());
        if (statement.phase == Phase::tables) missing.insert(statement.owner);
    }
}

// A foreign key that the rows break holds for those to come.
bool Trial::retry_not_valid(ConvertedStatement& statement) {
    constexpr std::string_view foreign_key_violation = "23503";
    if (statement.phase != Phase::foreign_keys || session_.last_error().sqlstate != foreign_key_violation) return false;
    if (!session_.query(statement.sql + " NOT VALID", limits::load_time)) return false;
    statement.sql += " NOT VALID";
    return true;
}

Result<void> Trial::load(const RowBatch& batch, const Accepted& accepted) { return batch.ends.empty() ? Result<void>{} : load_rows(batch, 0, batch.ends.size(), accepted); }

// Rows first to last, without the last; halved where one of them is refused.
Result<void> Trial::load_rows(const RowBatch& batch, std::size_t first, std::size_t last, const Accepted& accepted) {
    const auto begin = first == 0 ? 0 : batch.ends[first - 1];
    const auto data = std::string_view{batch.data}.substr(begin, batch.ends[last - 1] - begin);
    if (session_.copy_in(copy_statement(batch), data, limits::load_time)) return accepted(data);
    if (!session_.alive()) return fail("the lab's server is gone: " + session_.last_error().message);
    if (last - first == 1 || refused_.size() >= most_refused) {
        refuse(batch, first, last);
        return {};
    }
    const auto middle = first + (last - first) / 2;
    if (auto done = load_rows(batch, first, middle, accepted); !done) return done;
    return load_rows(batch, middle, last, accepted);
}

void Trial::refuse(const RowBatch& batch, std::size_t first, std::size_t last) {
    const auto reason = reason_of(session_.last_error());
    const auto table = batch.table.shown();
    const auto rows = static_cast<std::int64_t>(last - first);
    if (refused_.size() < most_refused) return void(refused_.push_back({table, reason, batch.places[first], rows}));
    const auto same = std::find_if(refused_.rbegin(), refused_.rend(), [&](const Refused& each) { return each.table == table; });
    if (same != refused_.rend()) same->rows += rows;
    else refused_.push_back({table, reason, batch.places[first], rows});
}

Result<std::int64_t> Trial::rows_in(const target::Name& table) {
    auto rows = session_.query("SELECT count(*) FROM " + table.quoted(), limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    return rows->integer(0, 0);
}

}  // namespace assay::migration
