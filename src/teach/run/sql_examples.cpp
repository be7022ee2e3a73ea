#include "teach/run/sql_examples.h"

#include <fmt/core.h>

#include <algorithm>
#include <thread>

#include "core/text.h"
#include "sql/script.h"
#include "teach/run/psql_layout.h"
#include "world/limits.h"

namespace assay::teach {

namespace {

std::vector<std::string> words_in_lower_case(std::string_view statement) {
    std::string text{statement};
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c == '\n' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    std::vector<std::string> words;
    for (const auto word : split(text, ' '))
        if (!word.empty()) words.emplace_back(word);
    return words;
}

// What only a superuser may, the lab does for the page: "create extension …" and "create role …".
Result<bool> done_by_the_lab(std::string_view statement, lab::Database& database) {
    const auto words = words_in_lower_case(statement);
    if (words.size() < 3 || words[0] != "create") return false;
    if (words[1] == "role" || words[1] == "user") {
        const bool login = words[1] == "user" || std::find(words.begin(), words.end(), "login") != words.end();
        auto made = database.create_role(words[2], login, true, false);
        if (!made) return tl::unexpected(made.error());
        return true;
    }
    if (words[1] != "extension") return false;
    const auto& name = words[2] == "if" && words.size() > 5 ? words[5] : words[2];
    if (!database.server().has_extension(name)) return fail(fmt::format("the server has no extension {}", name));
    auto made = database.create_extension(name, "");
    if (!made) return tl::unexpected(made.error());
    return true;
}

// No times in plans. Commits are written before they are answered, so that the next vacuum can mark their pages as visible
// to all (the hint bits of a commit that is not yet on disk are not set).
Result<void> make_repeatable(lab::Database& database) {
    auto session = database.connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    for (const auto* setting : {"track_io_timing = off", "synchronous_commit = on"})
        if (auto done = session->query(fmt::format("alter database {} set {}", pg::quote_identifier(database.name()), setting)); !done)
            return tl::unexpected(done.error());
    return {};
}

std::string said(const pg::ServerError& error) {
    auto text = fmt::format("ERROR:  {}: {}\n", error.sqlstate, error.message);
    if (!error.detail.empty()) text += "DETAIL:  " + error.detail + "\n";
    if (!error.hint.empty()) text += "HINT:  " + error.hint + "\n";
    return text;
}

Result<pg::Rows> run_one(const std::string& statement, std::string_view data, pg::Connection& connection) {
    if (data.empty()) return connection.query(statement, limits::statement_time);
    if (auto copied = connection.copy_in(statement, data, limits::statement_time); !copied) return tl::unexpected(copied.error());
    return pg::Rows{};
}

bool waits_for_a_lock(pg::Connection& watcher, int backend) {
    const auto question = fmt::format("select from pg_catalog.pg_locks where pid = {} and not granted", backend);
    const Budget patience{Milliseconds{5'000}};
    while (!patience.spent()) {
        const auto rows = watcher.query(question);
        if (rows && rows->size() > 0) return true;
        std::this_thread::sleep_for(Milliseconds{2});
    }
    return false;
}

}  // namespace

Result<std::unique_ptr<SqlExamples>> SqlExamples::make(lab::Server& server) {
    auto database = server.create_database();
    if (!database) return tl::unexpected(database.error());
    std::unique_ptr<SqlExamples> made{new SqlExamples{std::move(*database)}};
    if (auto done = make_repeatable(*made->database_); !done) return tl::unexpected(done.error());
    auto first = made->session("");
    if (!first) return tl::unexpected(first.error());
    const auto owner = (*first)->connection.query("select current_user");
    if (!owner) return tl::unexpected(owner.error());
    made->owner_ = owner->text(0, 0);
    return made;
}

SqlExamples::~SqlExamples() {
    for (auto& [name, each] : sessions_)
        if (each.waiting.valid()) each.waiting.wait();
}

Result<SqlExamples::Session*> SqlExamples::session(const std::string& name) {
    if (const auto there = sessions_.find(name); there != sessions_.end()) return &there->second;
    auto connection = database_->connect();
    if (!connection) return tl::unexpected(connection.error());
    return &sessions_.emplace(name, Session{std::move(*connection), {}}).first->second;
}

Printed SqlExamples::run_all(const std::string& sql, pg::Connection& connection) {
    Printed printed;
    const auto pieces = sql::split(sql, "example");
    if (!pieces) return {{}, "", pieces.error().text()};
    for (std::size_t i = 0; i < pieces->size(); ++i) {
        const auto& piece = (*pieces)[i];
        if (piece.kind != sql::PieceKind::statement)
            return {std::move(printed.text), "", fmt::format("line {} is no statement: {}", piece.line, piece.kind == sql::PieceKind::meta ? "psql's own commands are not for examples" : piece.problem)};
        std::string_view data;
        if (i + 1 < pieces->size() && (*pieces)[i + 1].kind == sql::PieceKind::copy_data) data = (*pieces)[++i].text;
        const auto by_lab = done_by_the_lab(piece.text, *database_);
        if (!by_lab) return {std::move(printed.text), "", by_lab.error().text()};
        if (*by_lab) continue;
        const auto rows = run_one(std::string{piece.text}, data, connection);
        for (const auto& notice : connection.take_notices()) printed.text += notice + "\n";
        if (!rows) {
            const auto& error = connection.last_error();
            printed.text += said(error);
            printed.failure = error.sqlstate;
            printed.reason = rows.error().text();
            return printed;
        }
        printed.text += psql_layout(*rows);
    }
    return printed;
}

Result<Printed> SqlExamples::run(const Example& example) {
    auto where = session(example.session);
    if (!where) return tl::unexpected(where.error());
    return run_all(example.body, (*where)->connection);
}

Result<void> SqlExamples::start_waiting(const Example& example) {
    auto where = session(example.session);
    if (!where) return tl::unexpected(where.error());
    auto watcher = database_->connect_as_superuser();
    if (!watcher) return tl::unexpected(watcher.error());
    Session& waiter = **where;
    waiter.waiting = std::async(std::launch::async, [this, &waiter, body = example.body] { return run_all(body, waiter.connection); });
    if (waits_for_a_lock(*watcher, waiter.connection.backend_pid())) return {};
    return fail("it should wait for a lock, and does not");
}

std::optional<Printed> SqlExamples::finish_waiting(const std::string& session) {
    const auto there = sessions_.find(session);
    if (there == sessions_.end() || !there->second.waiting.valid()) return {};
    return there->second.waiting.get();
}

std::vector<std::string> SqlExamples::environment() const {
    return {"PGHOST=" + database_->server().socket_folder().string(), "PGPORT=5432", "PGDATABASE=" + database_->name(), "PGUSER=" + owner_};
}

}  // namespace assay::teach
