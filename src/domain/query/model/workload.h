// Workload: statements with what they weighed, and what else their source tells of the server that ran them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/workspace.h"

namespace assay::query {

// A moment as the source's clock and time zone show it, in milliseconds since 1970; absent when none was read.
using Moment = std::optional<std::int64_t>;
std::string shown_moment(Moment moment);  // "2026-11-23 15:20:18.151", or ""

// The first and the last moment of something.
struct Span {
    Moment first, last;
    void add(Moment moment);
    void merge(const Span& other);
};

// Durations in buckets 3 % wide: a quantile is within 1.6 % of a value that was there.
class Durations {
public:
    void add(std::uint64_t microseconds, std::uint32_t times = 1);
    void merge(const Durations& other);
    double quantile_ms(double fraction) const;  // 0 when there are none
    bool empty() const { return buckets_.empty(); }

private:
    std::vector<std::pair<std::uint16_t, std::uint32_t>> buckets_;  // by number: how many
};

// How many of what is named; most first when it is asked for. Names beyond a bound are counted as "(others)".
class Counts {
public:
    void add(std::string_view name, std::uint64_t times = 1);
    void merge(const Counts& other);
    std::vector<std::pair<std::string, std::uint64_t>> ranked() const;
    bool empty() const { return counts_.empty(); }

private:
    std::map<std::string, std::uint64_t, std::less<>> counts_;
};

// One call as it was made. Statement and parameters hold values of the user's rows.
struct Sample {
    std::string statement;
    std::string parameters = {};  // "$1 = '5', $2 = NULL" as logged; empty when there are none
    double duration_ms = 0;
    Moment at = {};
    Location location = {};
};

// A plan that auto_explain logged, as text.
struct LoggedPlan {
    enum class Format : unsigned char { text, json, yaml, xml };
    Format format = Format::text;
    std::string plan;
    double duration_ms = 0;
    Location location = {};
};
std::string_view name(LoggedPlan::Format format);

// The calls of statements that are one query.
struct Query {
    std::string fingerprint = {};  // libpg_query's, 16 hex digits; of the normal form where PostgreSQL 15 cannot parse it
    bool parsed = false;
    std::string text = {};         // normal form, literals as $1, $2, …
    std::uint64_t calls = 0;
    double total_ms = 0;      // of its calls: statements, executions and fetches
    double prepare_ms = 0;    // of parsing and binding for the extended protocol; pg_stat_statements: planning
    double min_ms = 0, max_ms = 0;
    Durations durations = {};
    std::optional<std::uint64_t> rows = {};
    Span seen = {};
    Counts users = {}, databases = {}, applications = {};
    std::vector<Sample> samples = {};  // at most three: the slowest call first, the others taken at random
    bool from_plans_only = false;  // known from auto_explain alone: the time may be part of another query's
    std::optional<LoggedPlan> slowest_plan = {};
    std::uint64_t errors = 0;
    std::uint64_t temporary_files = 0, temporary_bytes = 0;
    std::uint64_t lock_waits = 0;
    double lock_wait_ms = 0;
    std::optional<std::uint64_t> named_calls = {};  // of prepared statements with a name, where the source tells
    std::optional<double> jit_ms = {};  // compiling, of all calls; where the source counts it (pg_stat_statements from 15 on)

    double mean_ms() const { return calls ? total_ms / static_cast<double>(calls) : 0; }
    // Within what was there; nothing where single durations are not known.
    std::optional<double> quantile_ms(double fraction) const;
};

// Messages of one severity that differ in names and numbers only.
struct ErrorGroup {
    std::string severity, sqlstate;  // ERROR, FATAL, PANIC, WARNING
    std::string message;             // of the first, with what it quotes
    std::uint64_t count = 0;
    Span seen;
    std::string statement = {};      // of the first
    Location location = {};
};

struct LockWait {
    double waited_ms = 0;   // the longest that was logged of this wait
    bool acquired = false;
    std::string mode, object;  // "ShareLock", "transaction 831"
    std::string detail = {};   // who holds it
    std::string statement = {};
    Moment at = {};
    Location location = {};
};

struct Deadlock {
    std::string detail;
    std::string statement = {};
    Moment at = {};
    Location location = {};
};

struct Checkpoints {
    std::uint64_t timed = 0, by_wal = 0, others = 0;  // restartpoints too
    std::uint64_t buffers = 0;
    double write_s = 0, sync_s = 0, total_s = 0, longest_s = 0;
    std::uint64_t too_frequent = 0;  // "checkpoints are occurring too frequently"
};

struct Vacuums {  // of one table, automatic ones
    std::uint64_t vacuums = 0, analyzes = 0;
    double elapsed_s = 0;
    std::uint64_t tuples_removed = 0, pages_removed = 0;
};

struct Connections {
    std::uint64_t received = 0, authorized = 0, ended = 0;
    double session_s = 0;  // of those that ended
    Counts users, databases, hosts, applications;
};

// What happened within one hour.
struct Hour {
    std::uint64_t calls = 0, errors = 0, lock_waits = 0, temporary_bytes = 0, connections = 0, checkpoints = 0;
    double total_ms = 0, max_ms = 0;
};

// What the source says besides its statements.
struct Activity {
    Span span;
    std::map<std::int64_t, Hour> hours;  // by hour since 1970
    std::vector<ErrorGroup> errors;      // most first
    std::vector<LockWait> lock_waits;    // longest first, at most some
    std::uint64_t lock_wait_count = 0;
    double lock_wait_ms = 0;
    std::vector<Deadlock> deadlocks;     // at most some
    std::uint64_t deadlock_count = 0;
    std::uint64_t cancelled = 0;         // statements: by a user's request, a timeout, a conflict with recovery
    Counts cancel_reasons;
    std::uint64_t temporary_files = 0, temporary_bytes = 0, largest_temporary_bytes = 0;
    Checkpoints checkpoints;
    std::map<std::string, Vacuums> vacuums;  // by table
    Connections connections;
    double parse_ms = 0, bind_ms = 0;
    std::uint64_t calls_without_statement = 0;  // durations that were logged alone
    double without_statement_ms = 0;
};

// What of a source could not be read as it should, so that no part passes for the whole.
struct Damage {
    std::string what;  // "a record that is cut off"
    std::uint64_t count = 0;
    Location first = {};
};

struct Workload : ModelOf<Workload> {
    static constexpr ModelKind kind{"workload"};

    std::vector<std::string> sources;
    std::string format;  // "csvlog", "stderr, log_line_prefix '%m [%p] '", "pg_stat_statements", "SQL"
    std::uint64_t bytes = 0, records = 0;
    std::vector<Query> queries;  // by total time, the most first
    Activity activity;
    std::vector<Damage> damage;
};

}  // namespace assay::query
