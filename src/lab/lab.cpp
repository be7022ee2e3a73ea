// The hands of a prover: one transaction of the owner, every statement in a savepoint, all of it recorded.
#include "lab/lab.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include "core/text.h"
#include "world/limits.h"

namespace assay {

namespace {

// The first word of a statement, in lower case, behind blanks, comments and parentheses.
std::string first_word(std::string_view sql) {
    for (;;) {
        const auto start = sql.find_first_not_of(" \t\r\n(;");
        if (start == sql.npos) return {};
        sql.remove_prefix(start);
        const bool line = starts_with(sql, "--"), block = starts_with(sql, "/*");
        if (!line && !block) break;
        const auto end = line ? sql.find('\n') : sql.find("*/", 2);
        if (end == sql.npos) return {};
        sql.remove_prefix(end + (line ? 1 : 2));
    }
    std::string word;
    for (const char c : sql) {
        if (!std::isalpha(static_cast<unsigned char>(c))) break;
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return word;
}

bool can_be_explained(std::string_view sql) {
    constexpr std::string_view words[]{"select", "insert", "update", "delete", "merge",
                                       "with",   "values", "table",  "execute"};
    const auto word = first_word(sql);
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

Result<double> execution_time_ms(std::string_view plan_json) {
    constexpr std::string_view key = "\"Execution Time\": ";
    // The summary stands last, behind everything that quotes the statement.
    const auto at = plan_json.rfind(key);
    if (at == plan_json.npos) return fail("EXPLAIN told no execution time");
    double time_ms = 0;
    std::from_chars(plan_json.data() + at + key.size(), plan_json.data() + plan_json.size(), time_ms);
    return time_ms;
}

// For what EXPLAIN does not take: the server's clock before and after, in one round trip.
Result<double> clock_time_ms(pg::Connection& connection, const std::string& sql, pg::ServerError& error) {
    const std::string clock = "SELECT 1000 * extract(epoch FROM pg_catalog.clock_timestamp())";
    const auto answers = connection.pipeline({clock, sql, clock}, limits::statement_time);
    for (const auto& answer : answers)
        if (!answer) {
            error = answer.error();
            return fail(error.message);
        }
    return answers[2]->real(0, 0) - answers[0]->real(0, 0);
}

}  // namespace

Lab::Lab(lab::Database& database) : database_{database} {}
// With the connection the transaction is gone; what was committed is not.
Lab::~Lab() {
    if (!committed_schema_.empty()) reset();
}

const pg::ServerError& Lab::last_error() const { return last_error_; }

Result<void> Lab::begin() {
    if (open_ && connection_ && connection_->alive()) return {};
    if (open_) {
        open_ = false;
        return fail("the experiment's session was lost, and its transaction with it");
    }
    if (!connection_ || !connection_->alive()) {
        auto connection = database_.connect();
        if (!connection) return tl::unexpected(connection.error());
        connection_ = std::move(*connection);
    }
    if (auto begun = connection_->query("BEGIN"); !begun) return tl::unexpected(begun.error());
    open_ = true;
    return {};
}

Result<pg::Rows> Lab::query(const std::string& sql) {
    if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
    if (!committed_schema_.empty()) return committed(sql);
    if (auto saved = connection_->query("SAVEPOINT assay"); !saved) return saved;
    // With parameters, if none: the protocol then refuses more than one statement, so that no text can
    // end this transaction behind our back.
    auto rows = connection_->query(sql, pg::Parameters{}, limits::statement_time);
    if (!rows) last_error_ = connection_->last_error();
    const char* close =
        rows ? "RELEASE SAVEPOINT assay" : "ROLLBACK TO SAVEPOINT assay; RELEASE SAVEPOINT assay";
    if (auto closed = connection_->query(close); !closed && rows) {
        connection_.reset();
        open_ = false;
        return fail("the statement ended the experiment's transaction: " + sql);
    }
    open_ = connection_->in_transaction();
    return rows;
}

Result<pg::Rows> Lab::committed(const std::string& sql) {
    auto rows = connection_->query(sql, pg::Parameters{}, limits::statement_time);
    if (!rows) last_error_ = connection_->last_error();
    return rows;
}

Result<std::string> Lab::committed_schema() {
    auto name = scratch_schema();
    reset();
    if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
    if (auto ended = connection_->query("ROLLBACK"); !ended) return tl::unexpected(ended.error());
    committed_schema_ = std::move(name);
    if (auto made = run("create schema " + committed_schema_); !made) return tl::unexpected(made.error());
    return committed_schema_;
}

Result<pg::Rows> Lab::run(const std::string& sql) {
    auto rows = query(sql);
    transcript_.push_back(
        rows ? sql : fmt::format("{}\n-- fails: {} {}", sql, last_error_.sqlstate, last_error_.message));
    return rows;
}

Result<void> Lab::become(std::string_view role) {
    const std::string sql = role.empty() ? "RESET ROLE" : "SET LOCAL ROLE " + pg::quote_identifier(role);
    auto done = run(sql);
    if (!done) return tl::unexpected(done.error());
    return {};
}

Result<std::string> Lab::explain_analyze(const std::string& sql) {
    auto rows = run("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql);
    if (!rows) return tl::unexpected(rows.error());
    return std::string{rows->text(0, 0)};
}

Result<double> Lab::time_ms(const std::string& sql, int times) {
    if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
    const bool explained = can_be_explained(sql), inside = committed_schema_.empty();
    const std::string timed = explained ? "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + sql : sql;
    transcript_.push_back(fmt::format("{}\n-- {} times, each rolled back", timed, times));
    double least_ms = 0;
    for (int i = 0; i < times; ++i) {
        if (auto saved = connection_->query(inside ? "SAVEPOINT assay_time" : "BEGIN"); !saved)
            return tl::unexpected(saved.error());
        Result<double> time = fail("nothing ran");
        if (explained) {
            auto rows = query(timed);
            time = rows ? execution_time_ms(rows->text(0, 0)) : tl::unexpected(rows.error());
        } else {
            time = clock_time_ms(*connection_, timed, last_error_);
        }
        const auto undone =
            connection_->query(inside ? "ROLLBACK TO SAVEPOINT assay_time; RELEASE SAVEPOINT assay_time" : "ROLLBACK");
        if (!time) return time;
        if (!undone) return tl::unexpected(undone.error());
        least_ms = i == 0 ? *time : std::min(least_ms, *time);
    }
    return least_ms;
}

void Lab::reset() {
    transcript_.clear();
    last_error_ = {};
    const auto committed = std::exchange(committed_schema_, {});
    if (connection_ && connection_->alive() && open_) {
        // What outlives a transaction (advisory locks, prepared statements) would reach the next experiment.
        const bool clean = connection_->query("ROLLBACK") && connection_->query("DISCARD ALL") &&
                           (committed.empty() || connection_->query("DROP SCHEMA " + committed + " CASCADE"));
        if (!clean) connection_.reset();
    }
    open_ = false;
}

Proof Lab::proof(std::string method, std::string before, std::string after) {
    return Proof{std::move(method), std::move(before), std::move(after), transcript_};
}

std::string Lab::scratch_schema() {
    for (int i = 1;; ++i) {
        const std::string name = i == 1 ? "assay_scratch" : fmt::format("assay_scratch_{}", i);
        const auto taken =
            query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = " + pg::quote_literal(name));
        if (!taken || taken->size() == 0) return name;
    }
}

}  // namespace assay
