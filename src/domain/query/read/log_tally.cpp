#include "domain/query/read/log_tally.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "domain/query/read/log_plan.h"

namespace assay::query {

using std::size_t;
using std::string_view;

namespace {

constexpr size_t most_pending = 20'000;

// "0.434" ms in microseconds; what follows the number is left in text. False when there is none.
bool take_ms(string_view& text, std::uint64_t& us) {
    std::uint64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (error != std::errc{} || whole > 1'000'000'000'000) return false;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    us = whole * 1000;
    if (!text.empty() && text[0] == '.') {
        std::uint64_t digit = 100;
        for (text.remove_prefix(1); !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), digit /= 10)
            us += static_cast<std::uint64_t>(text[0] - '0') * digit;
    }
    if (!starts_with(text, " ms")) return false;
    text.remove_prefix(3);
    return true;
}

// "parameters: $1 = '5'" of a DETAIL; PostgreSQL 16 writes a capital.
string_view parameters_of(string_view detail) {
    for (const string_view word : {"parameters: ", "Parameters: "})
        if (starts_with(detail, word)) return detail.substr(word.size());
    return {};
}

// What "execute p(1)" runs, by the DETAIL "prepare: prepare p(int) as select …"; empty when it says none.
string_view prepared_in(string_view detail) {
    for (const string_view word : {"prepare: ", "Prepare: "})
        if (starts_with(detail, word)) return trimmed(prepared_statement(detail.substr(word.size())));
    return {};
}

}  // namespace

Hour& LogTally::hour(Moment at) {
    static constexpr std::int64_t hour_ms = 3'600'000;
    const std::int64_t number = at ? (*at - (*at % hour_ms + hour_ms) % hour_ms) / hour_ms : INT64_MIN + 1;
    if (number != hour_number_ || !hour_) {
        hour_number_ = number;
        hour_ = &activity_.hours[number];
    }
    return *hour_;
}

void LogTally::damage(string_view what, std::int64_t line) {
    for (Damage& known : damage_)
        if (known.what == what) {
            ++known.count;
            return;
        }
    damage_.push_back({std::string{what}, 1, {{}, static_cast<int>(line), 0}});
}

void LogTally::record(const LogRecord& record) {
    ++records_;
    activity_.span.add(record.at_ms);
    if (starts_with(record.message, "duration: ")) return duration(record);
    if (record.severity >= LogSeverity::warning) return error(record);
    other(record);
}

// "duration: N ms", and then perhaps "  execute NAME: STATEMENT".
void LogTally::duration(const LogRecord& record) {
    string_view text = record.message.substr(10);
    std::uint64_t us = 0;
    if (!take_ms(text, us)) return damage("a duration that is no number", record.line);
    while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
    if (text.empty()) return lone_duration(record, us);
    if (starts_with(text, "statement: ")) return call(record, {text.substr(11)}, Step::call, us, true);
    if (starts_with(text, "plan:")) return plan(record, text.substr(5), us);
    static constexpr std::pair<string_view, Step> steps[]{
        {"execute fetch from ", Step::fetch}, {"execute ", Step::call}, {"bind ", Step::bind}, {"parse ", Step::parse}};
    for (const auto& [word, step] : steps) {
        if (!starts_with(text, word)) continue;
        return call(record, called_by(text, word), step, us, true);
    }
    damage("a duration of a kind that is not known", record.line);
}

// Of "execute NAME: STATEMENT".
LogTally::Called LogTally::called_by(string_view text, string_view verb) {
    const size_t colon = text.find(": ", verb.size());  // behind the name
    if (colon == text.npos) return {};
    return {text.substr(colon + 2), !starts_with(text.substr(verb.size()), "<unnamed>")};
}

void LogTally::call(const LogRecord& record, const Called& called, Step step, std::uint64_t us, bool timed) {
    const string_view prepared = prepared_in(record.detail), statement = prepared.empty() ? called.statement : prepared;
    ShapeTally* shape = shapes_.find(statement);
    if (!shape) return;
    shape->seen.add(record.at_ms);
    const double ms = static_cast<double>(us) / 1000;
    if (step == Step::parse || step == Step::bind) {
        shape->prepare_us += us;
        (step == Step::parse ? activity_.parse_ms : activity_.bind_ms) += ms;
        return;
    }
    Hour& within = hour(record.at_ms);
    within.total_ms += ms;
    within.max_ms = std::max(within.max_ms, ms);
    shape->total_us += us;
    if (step == Step::fetch) return;  // goes on with a call that was counted
    ++within.calls;
    ++shape->calls;
    shape->named_calls = shape->named_calls.value_or(0) + (called.named || !prepared.empty());
    if (!record.user.empty()) shape->users.add(record.user);
    if (!record.database.empty()) shape->databases.add(record.database);
    if (!record.application.empty()) shape->applications.add(record.application);
    if (timed) {
        ++shape->timed_calls;
        shape->min_us = std::min(shape->min_us, us);
        shape->max_us = std::max(shape->max_us, us);
        shape->durations.add(us);
    }
    shapes_.keep_sample(*shape, {statement, parameters_of(record.detail), us, record.at_ms, record.pid, record.line});
}

void LogTally::plan(const LogRecord& record, string_view text, std::uint64_t us) {
    if (!text.empty() && text[0] == '\n') text.remove_prefix(1);
    const auto format = plan_format(text);
    const std::string statement = planned_statement(text, format);
    ShapeTally* shape = shapes_.find(statement);
    if (!shape) return damage("a plan without the text of its query", record.line);
    shape->seen.add(record.at_ms);
    ++shape->planned_calls;
    shape->planned_us += us;
    shape->planned_min_us = std::min(shape->planned_min_us, us);
    shape->planned_max_us = std::max(shape->planned_max_us, us);
    shape->planned_durations.add(us);
    shapes_.keep_plan(*shape, {statement, {}, us, record.at_ms, record.pid, record.line}, text, format);
}

// log_statement -----------------------------------------------------------------------------------------

void LogTally::logged_statement(const LogRecord& record, const Called& called) {
    auto [place, added] = pending_.try_emplace(record.pid);
    if (!added) flush(place->second);
    if (pending_.size() > most_pending) {  // sessions that ended long ago
        for (auto& [pid, old] : pending_)
            if (pid != record.pid) flush(old);
        std::erase_if(pending_, [&](const auto& each) { return each.first != record.pid; });
        place = pending_.find(record.pid);
    }
    const string_view prepared = prepared_in(record.detail);
    place->second = {std::string{prepared.empty() ? called.statement : prepared}, std::string{parameters_of(record.detail)}, std::string{record.user},
                     std::string{record.database}, std::string{record.application}, called.named || !prepared.empty(), record.at_ms, record.pid, record.line};
}

namespace {

LogRecord as_record(const auto& pending, std::string& detail) {
    detail = pending.parameters.empty() ? "" : "parameters: " + pending.parameters;
    LogRecord record{.line = pending.line, .at_ms = pending.at, .pid = pending.pid};
    record.user = pending.user;
    record.database = pending.database;
    record.application = pending.application;
    record.detail = detail;
    return record;
}

}  // namespace

// A call whose duration was not logged.
void LogTally::flush(Pending& pending) { call(as_record(pending, scratch_), {pending.statement, pending.named}, Step::call, 0, false); }

void LogTally::lone_duration(const LogRecord& record, std::uint64_t us) {
    if (const auto found = pending_.find(record.pid); found != pending_.end()) {
        call(as_record(found->second, scratch_), {found->second.statement, found->second.named}, Step::call, us, true);
        pending_.erase(found);
        return;
    }
    if (lone_.size() < most_pending && lone_.try_emplace(record.pid, Lone{us, record.at_ms}).second) return;
    ++activity_.calls_without_statement;
    activity_.without_statement_ms += static_cast<double>(us) / 1000;
}

void LogTally::join_pending(LogTally& later, std::int64_t lines) {
    for (auto& [pid, lone] : later.lone_) {
        if (const auto found = pending_.find(pid); found != pending_.end()) {
            call(as_record(found->second, scratch_), {found->second.statement, found->second.named}, Step::call, lone.us, true);
            pending_.erase(found);
        } else if (lone_.size() >= most_pending || !lone_.try_emplace(pid, lone).second) {
            ++activity_.calls_without_statement;
            activity_.without_statement_ms += static_cast<double>(lone.us) / 1000;
        }
    }
    for (auto& [pid, pending] : later.pending_) {
        auto& mine = pending_[pid];
        if (!mine.statement.empty()) flush(mine);
        mine = std::move(pending);
        mine.line += lines;
    }
}

// Merging -----------------------------------------------------------------------------------------------

namespace {

void add(Hour& to, const Hour& from) {
    to.calls += from.calls;
    to.errors += from.errors;
    to.lock_waits += from.lock_waits;
    to.temporary_bytes += from.temporary_bytes;
    to.connections += from.connections;
    to.checkpoints += from.checkpoints;
    to.total_ms += from.total_ms;
    to.max_ms = std::max(to.max_ms, from.max_ms);
}

void add(Checkpoints& to, const Checkpoints& from) {
    to.timed += from.timed;
    to.by_wal += from.by_wal;
    to.others += from.others;
    to.buffers += from.buffers;
    to.write_s += from.write_s;
    to.sync_s += from.sync_s;
    to.total_s += from.total_s;
    to.longest_s = std::max(to.longest_s, from.longest_s);
    to.too_frequent += from.too_frequent;
}

void add(Vacuums& to, const Vacuums& from) {
    to.vacuums += from.vacuums;
    to.analyzes += from.analyzes;
    to.elapsed_s += from.elapsed_s;
    to.tuples_removed += from.tuples_removed;
    to.pages_removed += from.pages_removed;
}

void add(Connections& to, const Connections& from) {
    to.received += from.received;
    to.authorized += from.authorized;
    to.ended += from.ended;
    to.session_s += from.session_s;
    to.users.merge(from.users);
    to.databases.merge(from.databases);
    to.hosts.merge(from.hosts);
    to.applications.merge(from.applications);
}

void add(Activity& to, Activity& from) {
    to.span.merge(from.span);
    for (const auto& [number, hour] : from.hours) add(to.hours[number], hour);
    to.lock_wait_count += from.lock_wait_count;
    to.lock_wait_ms += from.lock_wait_ms;
    to.deadlock_count += from.deadlock_count;
    to.cancelled += from.cancelled;
    to.cancel_reasons.merge(from.cancel_reasons);
    to.temporary_files += from.temporary_files;
    to.temporary_bytes += from.temporary_bytes;
    to.largest_temporary_bytes = std::max(to.largest_temporary_bytes, from.largest_temporary_bytes);
    add(to.checkpoints, from.checkpoints);
    for (const auto& [table, vacuums] : from.vacuums) add(to.vacuums[table], vacuums);
    add(to.connections, from.connections);
    to.parse_ms += from.parse_ms;
    to.bind_ms += from.bind_ms;
    to.calls_without_statement += from.calls_without_statement;
    to.without_statement_ms += from.without_statement_ms;
}

}  // namespace

void LogTally::merge(LogTally&& later, std::int64_t lines) {
    const auto moved = [lines](Location location) {
        location.line += static_cast<int>(lines);
        return location;
    };
    records_ += later.records_;
    join_pending(later, lines);
    join_waits(later, lines);
    join_errors(later, lines);
    shapes_.merge(std::move(later.shapes_), lines);
    for (auto& deadlock : later.activity_.deadlocks) {
        deadlock.location = moved(deadlock.location);
        activity_.deadlocks.push_back(std::move(deadlock));
    }
    add(activity_, later.activity_);
    for (const Damage& each : later.damage_) {
        const auto known = std::find_if(damage_.begin(), damage_.end(), [&](const Damage& mine) { return mine.what == each.what; });
        if (known != damage_.end())
            known->count += each.count;
        else
            damage_.push_back({each.what, each.count, moved(each.first)});
    }
    hour_ = nullptr;
}

void LogTally::set_file(const std::string& file) {
    shapes_.set_file(file);
    for (auto& wait : waits_) wait.wait.location.file = file;
    for (auto& deadlock : activity_.deadlocks) deadlock.location.file = file;
    for (auto& [key, group] : errors_) group.location.file = file;
    for (auto& each : damage_) each.first.file = file;
}

Result<void> LogTally::finish(Workload& workload) {
    for (auto& [pid, pending] : pending_) flush(pending);
    pending_.clear();
    for (const auto& [pid, lone] : lone_) {
        ++activity_.calls_without_statement;
        activity_.without_statement_ms += static_cast<double>(lone.us) / 1000;
    }
    lone_.clear();
    auto queries = shapes_.queries();
    if (!queries) return tl::unexpected(queries.error());
    workload.queries = std::move(*queries);
    workload.records = records_;
    for (auto& wait : waits_) activity_.lock_waits.push_back(std::move(wait.wait));
    std::sort(activity_.lock_waits.begin(), activity_.lock_waits.end(), [](const LockWait& a, const LockWait& b) {
        return a.waited_ms != b.waited_ms ? a.waited_ms > b.waited_ms : a.at < b.at;
    });
    for (auto& [key, group] : errors_) activity_.errors.push_back(std::move(group));
    std::sort(activity_.errors.begin(), activity_.errors.end(), [](const ErrorGroup& a, const ErrorGroup& b) {
        return a.count != b.count ? a.count > b.count : std::tie(a.severity, a.message) < std::tie(b.severity, b.message);
    });
    workload.activity = std::move(activity_);
    workload.damage = std::move(damage_);
    return {};
}

}  // namespace assay::query
