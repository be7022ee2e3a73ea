#include "domain/query/read/log_sample_test.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include "core/text.h"
#include "domain/query/read/log_tally.h"

namespace assay::query::test {

namespace {

std::string time_of(std::size_t index) { return fmt::format("2026-11-23 15:{:02}:{:02}.{:03} UTC", index / 60 % 60, index % 60, index % 1000); }

std::string csv_text(const std::string& text) { return text.empty() ? "" : "\"" + replaced(text, "\"", "\"\"") + "\""; }

std::string json_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else out += c;
    }
    return "\"" + out + "\"";
}

}  // namespace

std::string as_csv(const std::vector<Said>& messages, int columns) {
    std::string log;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const Said& said = messages[i];
        log += fmt::format("{},\"alice\",\"shop\",{},\"[local]\",6b0459b2.{:x},{},\"SELECT\",2026-11-23 15:00:00 UTC,3/1,0,{},{},", time_of(i), said.pid,
                           said.pid, i + 1, said.severity, said.sqlstate);
        log += fmt::format("{},{},,,,{},{},,,{}", csv_text(said.message), csv_text(said.detail), csv_text(said.context), csv_text(said.statement),
                           csv_text(said.application));
        if (columns >= 24) log += ",\"client backend\"";
        if (columns >= 26) log += ",,-123";
        log += '\n';
    }
    return log;
}

std::string as_json(const std::vector<Said>& messages) {
    std::string log;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const Said& said = messages[i];
        log += fmt::format(R"({{"timestamp":"{}","user":"alice","dbname":"shop","pid":{},"remote_host":"[local]","session_id":"6b0459b2.{:x}",)", time_of(i),
                           said.pid, said.pid);
        log += fmt::format(R"("line_num":{},"error_severity":"{}","state_code":"{}","message":{})", i + 1, said.severity, said.sqlstate, json_text(said.message));
        if (!said.detail.empty()) log += ",\"detail\":" + json_text(said.detail);
        if (!said.context.empty()) log += ",\"context\":" + json_text(said.context);
        if (!said.statement.empty()) log += ",\"statement\":" + json_text(said.statement);
        log += ",\"application_name\":" + json_text(said.application) + ",\"backend_type\":\"client backend\",\"query_id\":0}\n";
    }
    return log;
}

std::string as_stderr(const std::vector<Said>& messages, std::string_view setting) {
    std::string log;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const Said& said = messages[i];
        std::string prefix{setting};
        const std::pair<const char*, std::string> values[]{
            {"%q", ""}, {"%m", time_of(i)}, {"%t", time_of(i).substr(0, 19) + " UTC"}, {"%p", std::to_string(said.pid)}, {"%u", "alice"}, {"%d", "shop"},
            {"%a", said.application}, {"%h", "[local]"}, {"%r", "10.0.0.1(5000)"}, {"%c", fmt::format("6b0459b2.{:x}", said.pid)}, {"%l", std::to_string(i + 1)},
            {"%x", "0"}, {"%v", "3/1"}, {"%e", said.sqlstate}, {"%b", "client backend"}, {"%Q", "-123"}, {"%n", fmt::format("{}.{:03}", 1795446000 + i, i)}};
        for (const auto& [escape, value] : values) prefix = replaced(prefix, escape, value);
        const auto write = [&](std::string_view word, const std::string& text) {
            if (!text.empty()) log += fmt::format("{}{}:  {}\n", prefix, word, replaced(text, "\n", "\n\t"));
        };
        write(said.severity, said.message);
        write("DETAIL", said.detail);
        write("CONTEXT", said.context);
        write("STATEMENT", said.statement);
    }
    return log;
}

std::vector<Said> session() {
    const std::string update = "UPDATE branches SET balance = balance + $1 WHERE id = $2";
    return {
        {7, "LOG", "checkpoint starting: time"},
        {7, "LOG", "checkpoint complete: wrote 1201 buffers (7.3%); 0 WAL file(s) added, 0 removed, 1 recycled; write=3.201 s, sync=0.004 s, total=3.220 s; sync files=41"},
        {9, "LOG", "connection received: host=[local]"},
        {9, "LOG", "connection authorized: user=alice database=shop application_name=w\"eird, app"},
        {9, "LOG", "duration: 0.434 ms  statement: SELECT * FROM notes WHERE t = 'a\n\tb; it''s \"quoted\", -> Seq Scan on x  (cost=0..1)'"},
        {9, "LOG", "duration: 1.000 ms  parse S_1: " + update},
        {9, "LOG", "duration: 2.000 ms  bind S_1: " + update, "parameters: $1 = '5', $2 = NULL"},
        {9, "LOG", "duration: 10.500 ms  execute S_1: " + update, "parameters: $1 = '5', $2 = NULL"},
        {9, "LOG", "duration: 11.500 ms  execute S_1/C_2: " + update, "Parameters: $1 = 'it''s', $2 = '2'", {}, {}, "w\"eird, app"},
        {9, "LOG", "duration: 3.250 ms  execute fetch from S_1/C_2: " + update},
        {9, "LOG", "duration: 0.115 ms  statement: execute p(1,'it''s');", "prepare: prepare p(int,text) as select * from notes where id=$1 and t=$2;"},
        {9, "LOG", "duration: 582.832 ms  plan:\nQuery Text: select count(*) from big\nAggregate  (cost=24352.19..24352.20 rows=1 width=8)\n  ->  Seq Scan on big  (cost=0.00..1.00 rows=1 width=8)"},
        {9, "LOG", "duration: 600.000 ms  statement: select count(*) from big"},
        {9, "LOG", "duration: 4.000 ms  plan:\nQuery Text: select inner_count(1)\nResult  (cost=0.00..0.01 rows=1 width=8)"},
        {9, "LOG", "temporary file: path \"base/pgsql_tmp/pgsql_tmp9.0\", size 10633216", {}, {}, "select count(*) from big"},
        {9, "ERROR", "relation \"nowhere\" does not exist", {}, {}, "select * from nowhere where a = 'secret'", "app", "42P01"},
        {9, "ERROR", "relation \"elsewhere\" does not exist", {}, {}, "select * from elsewhere", "app", "42P01"},
        {9, "ERROR", "canceling statement due to statement timeout", {}, {}, "select count(*) from big", "app", "57014"},
        {10, "LOG", "process 10 still waiting for ShareLock on transaction 831 after 1000.428 ms", "Process holding the lock: 9. Wait queue: 10.",
         "while updating tuple (0,31) in relation \"branches\"", "update branches set balance=1 where id=1"},
        {10, "LOG", "process 10 acquired ShareLock on transaction 831 after 1407.500 ms", {}, {}, "update branches set balance=1 where id=1"},
        {10, "ERROR", "deadlock detected",
         "Process 10 waits for ShareLock on transaction 5; blocked by process 9.\nProcess 9 waits for ShareLock on transaction 6; blocked by process 10.\n"
         "Process 10: update t set a = 'secret'\nProcess 9: delete from t where b = 7", {}, "update t set a = 'secret'", "app", "40P01"},
        {8, "LOG", "automatic vacuum of table \"shop.public.branches\": index scans: 0\npages: 2 removed, 10 remain, 0 skipped\ntuples: 100 removed, 5 remain\n"
                   "system usage: CPU: user: 0.01 s, system: 0.00 s, elapsed: 0.25 s"},
        {8, "LOG", "automatic analyze of table \"shop.public.branches\" system usage: CPU: user: 0.01 s, system: 0.00 s, elapsed: 0.50 s"},
        {9, "LOG", "disconnection: session time: 0:00:02.500 user=alice database=shop host=[local]"},
    };
}

namespace {

std::unique_ptr<Workload> tally(std::string_view text, std::size_t piece_bytes, const std::string& prefix) {
    auto workload = std::make_unique<Workload>();
    const auto format = log_format(text, prefix, "test.log");
    REQUIRE_MESSAGE(format, format.error().text());
    workload->format = format->name;
    const auto scanner = log_scanner(*format);
    LogTally whole;
    std::size_t used = 0;
    for (std::size_t end = 0; used < text.size();) {
        const bool last = end >= text.size();
        end = std::min(text.size(), end + piece_bytes);
        used += scanner->scan(text.substr(used, end - used), std::string_view::npos, last, whole);
    }
    scanner->finish(whole);
    REQUIRE(whole.finish(*workload));
    return workload;
}

}  // namespace

Workload read_text(std::string_view text, std::size_t piece_bytes, const std::string& prefix) { return std::move(*tally(text, piece_bytes, prefix)); }

std::string facts(const Workload& workload, bool with_lines) {
    const Activity& activity = workload.activity;
    std::string text = fmt::format("{} records, {} to {}\n", workload.records, shown_moment(activity.span.first), shown_moment(activity.span.last));
    const auto place = [&](const Location& location) { return with_lines ? fmt::format(" line {}", location.line) : std::string{}; };
    for (const Query& query : workload.queries) {
        text += fmt::format("{} {} calls={} total={:.3f} prepare={:.3f} min={:.3f} max={:.3f} plans_only={} errors={} spilled={} waits={}/{:.3f}\n", query.fingerprint,
                            query.text, query.calls, query.total_ms, query.prepare_ms, query.min_ms, query.max_ms, query.from_plans_only, query.errors,
                            query.temporary_bytes, query.lock_waits, query.lock_wait_ms);
        for (const Counts* counts : {&query.users, &query.databases, &query.applications})
            for (const auto& [name, count] : counts->ranked()) text += fmt::format("  by {} {}\n", name, count);
        for (const Sample& sample : query.samples)
            text += fmt::format("  [{}] [{}] {:.3f} {}{}\n", sample.statement, sample.parameters, sample.duration_ms, shown_moment(sample.at), place(sample.location));
        if (query.slowest_plan) text += fmt::format("  {} {}{}\n", name(query.slowest_plan->format), query.slowest_plan->plan, place(query.slowest_plan->location));
    }
    for (const auto& group : activity.errors) text += fmt::format("{} {} x{} [{}]{}\n", group.severity, group.message, group.count, group.statement, place(group.location));
    for (const auto& wait : activity.lock_waits)
        text += fmt::format("wait {:.3f} {} {} {} [{}] [{}]{}\n", wait.waited_ms, wait.acquired, wait.mode, wait.object, wait.detail, wait.statement, place(wait.location));
    text += fmt::format("waits {} {:.3f} deadlocks {} cancelled {}\n", activity.lock_wait_count, activity.lock_wait_ms, activity.deadlock_count, activity.cancelled);
    for (const auto& deadlock : activity.deadlocks) text += deadlock.detail + "\n";
    for (const auto& [reason, count] : activity.cancel_reasons.ranked()) text += fmt::format("cancelled: {} {}\n", reason, count);
    text += fmt::format("temporary {} {} {}\n", activity.temporary_files, activity.temporary_bytes, activity.largest_temporary_bytes);
    const auto& checkpoints = activity.checkpoints;
    text += fmt::format("checkpoints {} {} {} buffers {} {:.3f} {:.3f} {:.3f}\n", checkpoints.timed, checkpoints.by_wal, checkpoints.others, checkpoints.buffers,
                        checkpoints.write_s, checkpoints.sync_s, checkpoints.longest_s);
    for (const auto& [table, vacuums] : activity.vacuums)
        text += fmt::format("vacuum {} {} {} {:.2f} {} {}\n", table, vacuums.vacuums, vacuums.analyzes, vacuums.elapsed_s, vacuums.tuples_removed, vacuums.pages_removed);
    const auto& connections = activity.connections;
    text += fmt::format("connections {} {} {} {:.3f}\n", connections.received, connections.authorized, connections.ended, connections.session_s);
    for (const auto& [name, count] : connections.applications.ranked()) text += fmt::format("from {} {}\n", name, count);
    for (const auto& [number, hour] : activity.hours) text += fmt::format("hour {} {} {:.3f} {}\n", number, hour.calls, hour.total_ms, hour.errors);
    return text;
}

std::uint64_t damaged(const Workload& workload, std::string_view what) {
    std::uint64_t count = 0;
    for (const Damage& each : workload.damage)
        if (each.what.find(what) != std::string::npos) count += each.count;
    return count;
}

const Query* find_query(const Workload& workload, std::string_view text) {
    for (const Query& query : workload.queries)
        if (query.text == text) return &query;
    return nullptr;
}

}  // namespace assay::query::test
