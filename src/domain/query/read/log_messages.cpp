// What the server says besides durations: errors, waits for locks, temporary files, checkpoints, vacuum, connections.
#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "domain/query/read/log_tally.h"

namespace assay::query {

using std::size_t;
using std::string_view;

namespace {

constexpr size_t most_error_groups = 2'000;
constexpr size_t most_waits = 4'000;
constexpr size_t most_deadlocks = 20;
constexpr size_t most_statement_bytes = 16u << 10;  // of an error's, a wait's

string_view between(string_view text, string_view begin, string_view end) {
    const size_t at = text.find(begin);
    if (at == text.npos) return {};
    text.remove_prefix(at + begin.size());
    return end.empty() ? text : text.substr(0, text.find(end));
}

std::uint64_t count_after(string_view text, string_view word) {
    const string_view digits = between(text, word, {});
    std::uint64_t count = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return count;
}

double number_after(string_view text, string_view word) {
    const string_view digits = between(text, word, {});
    double number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

std::string bounded(string_view text) { return std::string{text.substr(0, most_statement_bytes)}; }

Location at_line(const LogRecord& record) { return {{}, static_cast<int>(record.line), 0}; }

// What is between quotes, and digits, left out: messages that differ in these alone are one.
void group_key(const LogRecord& record, string_view message, std::string& key) {
    key = name(record.severity);
    key += record.sqlstate;
    char quote = 0;
    for (const char c : message) {
        if (quote) {
            if (c != quote) continue;
            quote = 0;
        } else if (c == '"') {
            quote = c;
        } else if (c >= '0' && c <= '9') {
            if (key.back() != '#') key += '#';
            continue;
        }
        key += c;
    }
}

// stderr has the position in the message, the other formats have it apart.
string_view without_position(string_view message) {
    const size_t at = message.rfind(" at character ");
    if (at == message.npos || message.find_first_not_of("0123456789", at + 14) != message.npos) return message;
    return message.substr(0, at);
}

}  // namespace

// Errors ------------------------------------------------------------------------------------------------

void LogTally::error(const LogRecord& record) {
    const string_view message = record.message;
    if (starts_with(message, "canceling ")) {
        ++activity_.cancelled;
        const string_view reason = between(message, "due to ", {});
        activity_.cancel_reasons.add(reason.empty() ? message : reason);
    }
    if (message == "deadlock detected") {
        ++activity_.deadlock_count;
        if (activity_.deadlocks.size() < most_deadlocks)
            activity_.deadlocks.push_back({bounded(record.detail), bounded(record.statement), record.at_ms, at_line(record)});
    }
    count_error(record);
    if (record.severity < LogSeverity::error) return;
    ++hour(record.at_ms).errors;
    if (ShapeTally* shape = record.statement.empty() ? nullptr : shapes_.find(record.statement)) {
        ++shape->errors;
        shape->seen.add(record.at_ms);
    }
}

void LogTally::count_error(const LogRecord& record) {
    const string_view message = without_position(record.message);
    group_key(record, message.substr(0, most_statement_bytes), scratch_);
    if (errors_.size() >= most_error_groups && !errors_.contains(scratch_)) scratch_ = "(others)";
    ErrorGroup& group = errors_[scratch_];
    if (group.count++ == 0) {
        group.severity = name(record.severity);
        group.sqlstate = record.sqlstate;
        group.message = scratch_ == "(others)" ? scratch_ : bounded(message);
        group.statement = bounded(record.statement);
        group.location = at_line(record);
    }
    group.seen.add(record.at_ms);
}

void LogTally::join_errors(LogTally& later, std::int64_t lines) {
    for (auto& [key, group] : later.errors_) {
        const auto [mine, added] = errors_.try_emplace(key, group);
        if (added) {
            mine->second.location.line += static_cast<int>(lines);
        } else {
            mine->second.count += group.count;
            mine->second.seen.merge(group.seen);
        }
    }
}

// LOG ---------------------------------------------------------------------------------------------------

void LogTally::other(const LogRecord& record) {
    const string_view text = record.message;
    if (starts_with(text, "statement: ")) return logged_statement(record, {text.substr(11)});
    if (starts_with(text, "execute ")) {
        const auto called = called_by(text, "execute ");
        if (called.statement.data() && !starts_with(text, "execute fetch from ")) logged_statement(record, called);
        return;
    }
    if (starts_with(text, "process ") && lock_wait(record)) return;
    if (starts_with(text, "temporary file: ")) return temporary_file(record);
    if (starts_with(text, "connection ") || starts_with(text, "disconnection: ")) return connection(record);
    if (starts_with(text, "checkpoint") || starts_with(text, "restartpoint")) return checkpoint(record, text);
    if (starts_with(text, "automatic ")) {
        const bool analyze = text.find("analyze of table") != text.npos;
        if (analyze || text.find("vacuum ") != text.npos) vacuum(record, text, analyze);
    }
}

// "process 27399 still waiting for ShareLock on transaction 831 after 105.428 ms"
bool LogTally::lock_wait(const LogRecord& record) {
    for (const string_view verb : {"still waiting for ", "acquired ", "detected deadlock while waiting for ", "avoided deadlock for "}) {
        const string_view rest = between(record.message, verb, {});
        if (rest.empty()) continue;
        waited(record, verb, rest);
        return true;
    }
    return false;
}

void LogTally::waited(const LogRecord& record, string_view verb, string_view rest) {
    const size_t on = rest.find(" on "), after = rest.rfind(" after ");
    if (on == rest.npos || after == rest.npos || after < on) return;
    const string_view mode = rest.substr(0, on), object = rest.substr(on + 4, after - on - 4);
    const double waited_ms = number_after(rest.substr(after), " after ");
    std::int64_t pid = record.pid;
    const string_view process = record.message.substr(8);
    std::from_chars(process.data(), process.data() + process.size(), pid);
    const bool acquired = verb == "acquired ";
    const auto open = std::find_if(waits_.rbegin(), waits_.rend(), [&](const OpenWait& each) {
        return each.pid == pid && !each.wait.acquired && each.wait.mode == mode && each.wait.object == object;
    });
    ShapeTally* shape = record.statement.empty() ? nullptr : shapes_.find(record.statement);
    double more_ms = waited_ms;
    if (open != waits_.rend()) {
        more_ms = std::max(0.0, waited_ms - open->wait.waited_ms);
        open->wait.waited_ms = std::max(open->wait.waited_ms, waited_ms);
        open->wait.acquired = acquired;
    } else {
        ++activity_.lock_wait_count;
        ++hour(record.at_ms).lock_waits;
        if (shape) ++shape->lock_waits;
        bound_waits();
        waits_.push_back({{waited_ms, acquired, std::string{mode}, std::string{object}, bounded(record.detail), bounded(record.statement),
                           record.at_ms, at_line(record)}, pid, !acquired});
    }
    activity_.lock_wait_ms += more_ms;
    if (shape) shape->lock_wait_us += static_cast<std::uint64_t>(more_ms * 1000 + 0.5);
}

// Only the longest are kept once there are many.
void LogTally::bound_waits() {
    if (waits_.size() < most_waits) return;
    const auto half = waits_.begin() + most_waits / 2;
    std::nth_element(waits_.begin(), half, waits_.end(), [](const OpenWait& a, const OpenWait& b) { return a.wait.waited_ms > b.wait.waited_ms; });
    waits_.erase(half, waits_.end());
}

// A wait that began in this part and ended in the later one was counted in both (of hours, either may count it).
void LogTally::join_waits(LogTally& later, std::int64_t lines) {
    for (OpenWait& wait : later.waits_) {
        const auto open = std::find_if(waits_.rbegin(), waits_.rend(), [&](const OpenWait& each) {
            return !wait.started && each.pid == wait.pid && !each.wait.acquired && each.wait.mode == wait.wait.mode &&
                   each.wait.object == wait.wait.object;
        });
        if (open != waits_.rend()) {
            later.activity_.lock_wait_ms -= open->wait.waited_ms;
            --later.activity_.lock_wait_count;
            if (ShapeTally* shape = later.shapes_.find(wait.wait.statement)) {
                shape->lock_waits -= shape->lock_waits > 0;
                shape->lock_wait_us -= std::min(shape->lock_wait_us, static_cast<std::uint64_t>(open->wait.waited_ms * 1000 + 0.5));
            }
            open->wait.waited_ms = std::max(open->wait.waited_ms, wait.wait.waited_ms);
            open->wait.acquired = true;
            continue;
        }
        wait.wait.location.line += static_cast<int>(lines);
        bound_waits();
        waits_.push_back(std::move(wait));
    }
}

void LogTally::temporary_file(const LogRecord& record) {
    const std::uint64_t bytes = count_after(record.message, ", size ");
    ++activity_.temporary_files;
    activity_.temporary_bytes += bytes;
    activity_.largest_temporary_bytes = std::max(activity_.largest_temporary_bytes, bytes);
    hour(record.at_ms).temporary_bytes += bytes;
    if (ShapeTally* shape = record.statement.empty() ? nullptr : shapes_.find(record.statement)) {
        ++shape->temporary_files;
        shape->temporary_bytes += bytes;
    }
}

void LogTally::checkpoint(const LogRecord& record, string_view text) {
    Checkpoints& all = activity_.checkpoints;
    if (text.find("are occurring too frequently") != text.npos) {
        ++all.too_frequent;
    } else if (const string_view reason = between(text, "point starting:", {}); !reason.empty()) {
        ++hour(record.at_ms).checkpoints;
        if (reason.find(" time") != reason.npos) ++all.timed;
        else if (reason.find(" wal") != reason.npos || reason.find(" xlog") != reason.npos) ++all.by_wal;
        else ++all.others;
    } else if (text.find("point complete:") != text.npos) {
        all.buffers += count_after(text, "wrote ");
        all.write_s += number_after(text, " write=");
        all.sync_s += number_after(text, " sync=");
        const double total_s = number_after(text, " total=");
        all.total_s += total_s;
        all.longest_s = std::max(all.longest_s, total_s);
    }
}

void LogTally::vacuum(const LogRecord&, string_view text, bool analyze) {
    constexpr size_t most_tables = 10'000;
    const string_view table = between(text, "of table \"", "\"");
    auto& tables = activity_.vacuums;
    Vacuums& vacuums = tables.size() < most_tables ? tables[std::string{table}] : tables["(others)"];
    ++(analyze ? vacuums.analyzes : vacuums.vacuums);
    vacuums.elapsed_s += number_after(text, "elapsed: ");
    vacuums.pages_removed += count_after(text, "pages: ");
    vacuums.tuples_removed += count_after(text, "tuples: ");
}

// "connection received: host=…", "connection authorized: user=… database=…", "disconnection: session time: 0:00:01.5 …"
void LogTally::connection(const LogRecord& record) {
    Connections& all = activity_.connections;
    const string_view text = record.message;
    const auto value = [&](string_view key) { return between(text, key, " "); };
    if (starts_with(text, "connection received: ")) {
        ++all.received;
        ++hour(record.at_ms).connections;
        all.hosts.add(value("host="));
    } else if (starts_with(text, "connection authorized: ")) {
        ++all.authorized;
        all.users.add(value("user="));
        if (const string_view database = value(" database="); !database.empty()) all.databases.add(database);
        string_view application = between(text, " application_name=", {});
        application = application.substr(0, std::min(application.find(" SSL enabled ("), application.find(" GSS (")));
        if (!application.empty()) all.applications.add(application);
    } else if (starts_with(text, "disconnection: ")) {
        ++all.ended;
        const string_view time = between(text, "session time: ", " ");
        const auto parts = split(time, ':');
        if (parts.size() != 3) return;
        double seconds = 0;
        for (const string_view part : parts) seconds = seconds * 60 + number_after(part, "");
        all.session_s += seconds;
    }
}

}  // namespace assay::query
