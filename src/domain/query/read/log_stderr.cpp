// stderr logs: a prefix and a word begin each line of a message; lines that go on begin with a tab.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "domain/query/read/log_prefix.h"

namespace assay::query {

namespace {

using std::size_t;
using std::string_view;

constexpr size_t part_count = 7;
// Messages whose further lines may still come: those of other sessions can stand between.
constexpr size_t open_messages = 16;
constexpr size_t kept_bytes = 1u << 20;  // of the memory of one message

// A message in the making; everything it says lies in `text`.
struct Open {
    struct Range {
        size_t begin = 0, length = 0;
    };
    std::string text;
    LogLine line = {};
    std::array<Range, part_count> parts = {};
    std::array<Range, 5> fields = {};  // user, database, application, host, session
    Range sqlstate = {};
    std::int64_t line_number = 0;
    bool in_use = false;
};

class StderrScanner : public LogScanner {
public:
    explicit StderrScanner(LogPrefix prefix) : prefix_{std::move(prefix)} {}
    size_t scan(string_view text, size_t until, bool last, LogSink& sink) override;
    void finish(LogSink& sink) override;
    size_t find_start(string_view) const override { return string_view::npos; }

private:
    void read_line(string_view line, LogSink& sink);
    void begin(string_view line, const LogLine& head, LogSink& sink);
    void add_part(string_view line, const LogLine& head, LogSink& sink);
    void append(LogPart part, string_view text);
    void without_prefix(string_view line, LogSink& sink);
    size_t embedded(string_view line, size_t from, std::optional<std::int64_t> not_before) const;
    void tell(Open& open, LogSink& sink);

    LogPrefix prefix_;
    std::array<Open, open_messages> open_;
    size_t newest_ = 0;
    Open* current_ = nullptr;  // the message that the last line belongs to
    LogPart part_ = LogPart::message;
};

size_t StderrScanner::scan(string_view text, size_t until, bool last, LogSink& sink) {
    size_t at = 0;
    while (at < text.size() && at < until) {
        const size_t end = text.find('\n', at);
        if (end == text.npos && !last) return at;
        const size_t used = end == text.npos ? text.size() - at : end + 1 - at;
        string_view line = text.substr(at, end == text.npos ? used : used - 1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        read_line(line, sink);
        at += used;
        line_ += end != text.npos;
    }
    return at;
}

void StderrScanner::read_line(string_view line, LogSink& sink) {
    if (!line.empty() && line[0] == '\t' && current_) {  // the hot path of plans
        current_->text += '\n';
        append(part_, line.substr(1));
        if (current_->text.size() <= most_record_bytes) return;
        sink.damage("a message that is too long: its end is left out", current_->line_number);
        current_ = nullptr;
        return;
    }
    LogLine head;
    if (!prefix_.match(line, head)) return without_prefix(line, sink);
    if (const size_t again = embedded(line, head.text, head.at_ms); again != line.npos) {
        sink.damage("a line that was cut off, with another record behind it", line_);
        current_ = nullptr;
        return read_line(line.substr(again), sink);
    }
    if (head.pid == 0 && !head.session.empty()) {  // %c is start and process, in hexadecimal digits
        const size_t point = head.session.find('.') + 1;
        std::from_chars(head.session.data() + point, head.session.data() + head.session.size(), head.pid, 16);
    }
    if (head.part == LogPart::message)
        begin(line, head, sink);
    else
        add_part(line, head, sink);
}

void StderrScanner::begin(string_view line, const LogLine& head, LogSink& sink) {
    newest_ = (newest_ + 1) % open_messages;
    Open& open = open_[newest_];
    tell(open, sink);
    if (open.text.capacity() > kept_bytes) open.text = {};
    open.text.assign(line.substr(0, head.text));
    open.line = head;
    open.parts = {};
    const auto range = [&](string_view value) {
        return value.empty() ? Open::Range{} : Open::Range{static_cast<size_t>(value.data() - line.data()), value.size()};
    };
    open.fields = {range(head.user), range(head.database), range(head.application), range(head.host), range(head.session)};
    open.sqlstate = range(head.sqlstate);
    open.line_number = line_;
    open.in_use = true;
    current_ = &open;
    part_ = LogPart::message;
    open.parts[0].begin = open.text.size();
    append(part_, line.substr(head.text));
}

void StderrScanner::append(LogPart part, string_view text) {
    auto& range = current_->parts[static_cast<size_t>(part)];
    current_->text.append(text);
    range.length = current_->text.size() - range.begin;
}

// DETAIL and the like belong to the newest message of their process.
void StderrScanner::add_part(string_view line, const LogLine& head, LogSink& sink) {
    for (size_t back = 0; back < open_messages; ++back) {
        Open& open = open_[(newest_ + open_messages - back) % open_messages];
        if (!open.in_use || open.line.pid != head.pid) continue;
        current_ = &open;
        part_ = head.part;
        open.parts[static_cast<size_t>(part_)].begin = open.text.size();
        return append(part_, line.substr(head.text));
    }
    current_ = nullptr;
    sink.damage("a DETAIL, STATEMENT or CONTEXT line without its message", line_);
}

void StderrScanner::without_prefix(string_view line, LogSink& sink) {
    if (line.empty()) return;
    const bool first_lines = !current_ && line[0] == '\t';  // of a message in the log before
    sink.damage(first_lines ? "a line that goes on with a message that is not there" : "a line without the log's prefix", line_);
    if (!first_lines) current_ = nullptr;
    if (const size_t again = embedded(line, 0, {}); again != line.npos) read_line(line.substr(again), sink);
}

// Where the prefix and word of another record stand within a line, which happens when a write was cut off. What
// is older than the line itself is text that somebody logs.
size_t StderrScanner::embedded(string_view line, size_t from, std::optional<std::int64_t> not_before) const {
    constexpr size_t most_prefix_bytes = 400;
    size_t looked = from;  // no byte is looked at twice
    for (size_t colon = line.find(":  ", from); colon != line.npos; colon = line.find(":  ", colon + 1)) {
        if (colon == 0 || line[colon - 1] < '0' || line[colon - 1] > 'Z') continue;  // LOG, DEBUG5
        const size_t start = std::max(looked, colon - std::min(colon, most_prefix_bytes));
        looked = colon;
        for (size_t at = start; at < colon; ++at) {
            if (line[at] < '0' || line[at] > '9' || timestamp_length(line.substr(at, 32)) == 0) continue;
            LogLine head;
            if (prefix_.match(line.substr(at), head) && at + head.text == colon + 3 && (!not_before || head.at_ms >= not_before)) return at;
        }
    }
    return line.npos;
}

void StderrScanner::tell(Open& open, LogSink& sink) {
    if (!std::exchange(open.in_use, false)) return;
    const string_view all{open.text};
    const auto field = [&](const Open::Range& range) { return all.substr(range.begin, range.length); };
    const auto part = [&](LogPart wanted) { return field(open.parts[static_cast<size_t>(wanted)]); };
    LogRecord record{.line = open.line_number, .at_ms = open.line.at_ms, .pid = open.line.pid,
                     .severity = open.line.severity};
    record.user = field(open.fields[0]);
    record.database = field(open.fields[1]);
    record.application = field(open.fields[2]);
    record.host = field(open.fields[3]);
    record.session = field(open.fields[4]);
    record.sqlstate = field(open.sqlstate);
    record.message = part(LogPart::message);
    record.detail = part(LogPart::detail);
    record.hint = part(LogPart::hint);
    record.context = part(LogPart::context);
    record.statement = part(LogPart::statement);
    sink.record(record);
}

void StderrScanner::finish(LogSink& sink) {
    for (size_t i = 1; i <= open_messages; ++i) tell(open_[(newest_ + i) % open_messages], sink);
    current_ = nullptr;
}

}  // namespace

std::unique_ptr<LogScanner> stderr_scanner(LogPrefix prefix) { return std::make_unique<StderrScanner>(std::move(prefix)); }

}  // namespace assay::query
