// jsonlog of PostgreSQL 15 to 18: one flat object a line, its keys left out where they have no value.
#include <array>
#include <charconv>
#include <cstring>

#include "core/utf8.h"
#include "domain/query/read/log_record.h"

namespace assay::query {

namespace {

using std::size_t;
using std::string_view;

const char* find(const char* from, const char* end, char wanted) {
    const void* found = from < end ? std::memchr(from, wanted, static_cast<size_t>(end - from)) : nullptr;
    return found ? static_cast<const char*>(found) : end;
}

constexpr string_view head = "{\"timestamp\":\"";

}  // namespace

// The server writes \b \f \n \r \t \" \\ and \u for other control characters; all that JSON knows is read.
string_view json_unescaped(string_view text, std::string& out) {
    out.clear();
    while (!text.empty()) {
        const size_t slash = std::min(text.find('\\'), text.size());
        out.append(text.substr(0, slash));
        if (slash + 1 >= text.size()) break;
        const char c = text[slash + 1];
        text.remove_prefix(slash + 2);
        std::uint32_t point = 0;
        switch (c) {
            case 'n': out += '\n'; break;
            case 't': out += '\t'; break;
            case 'r': out += '\r'; break;
            case 'b': out += '\b'; break;
            case 'f': out += '\f'; break;
            case 'u':
                if (text.size() < 4) return out;
                std::from_chars(text.data(), text.data() + 4, point, 16);
                utf8::append(out, point);
                text.remove_prefix(4);
                break;
            default: out += c;
        }
    }
    return out;
}

namespace {

class JsonlogScanner : public LogScanner {
public:
    size_t scan(string_view text, size_t until, bool last, LogSink& sink) override;
    size_t find_start(string_view text) const override;

private:
    bool read(string_view line);
    void member(string_view key, string_view value, bool escaped);

    LogRecord record_;
    bool has_message_ = false;
    size_t unescaped_used_ = 0;
    std::array<std::string, 16> unescaped_;
};

void JsonlogScanner::member(string_view key, string_view value, bool escaped) {
    string_view* field = nullptr;
    string_view severity;
    if (key == "message") field = &record_.message;
    else if (key == "timestamp") record_.at_ms = moment_of(value);
    else if (key == "pid") std::from_chars(value.data(), value.data() + value.size(), record_.pid);
    else if (key == "user") field = &record_.user;
    else if (key == "dbname") field = &record_.database;
    else if (key == "remote_host") field = &record_.host;
    else if (key == "session_id") field = &record_.session;
    else if (key == "error_severity") field = &severity;
    else if (key == "state_code") field = &record_.sqlstate;
    else if (key == "detail") field = &record_.detail;
    else if (key == "hint") field = &record_.hint;
    else if (key == "context") field = &record_.context;
    else if (key == "statement") field = &record_.statement;
    else if (key == "application_name") field = &record_.application;
    if (!field) return;
    has_message_ |= key == "message";
    *field = escaped && unescaped_used_ < unescaped_.size() ? json_unescaped(value, unescaped_[unescaped_used_++]) : value;
    if (field == &severity) record_.severity = log_severity(severity).value_or(LogSeverity::log);
}

// False when it is not one whole object of strings and numbers.
bool JsonlogScanner::read(string_view line) {
    record_ = {.line = line_};
    unescaped_used_ = 0;
    has_message_ = false;
    if (line.substr(0, head.size()) != head) return false;
    const char* at = line.data() + 1;
    const char* const end = line.data() + line.size();
    while (at < end && *at == '"') {
        const char* const key = ++at;
        at = find(at, end, '"');
        const string_view name{key, static_cast<size_t>(at - key)};
        if (end - at < 3 || at[1] != ':') return false;
        at += 2;
        const bool quoted = *at == '"';
        bool escaped = false;
        const char* const value = quoted ? ++at : at;
        if (quoted) {
            for (at = find(at, end, '"'); at < end; at = find(at + 1, end, '"')) {
                const char* slash = at;
                while (slash > value && slash[-1] == '\\') --slash;
                if ((at - slash) % 2 == 0) break;
            }
            if (at == end) return false;
            escaped = find(value, at, '\\') != at;
        } else {
            while (at < end && *at != ',' && *at != '}' && *at != '"') ++at;
        }
        member(name, {value, static_cast<size_t>(at - value)}, escaped);
        if (quoted) ++at;
        if (at >= end) return false;
        if (*at == '}') return at + 1 == end && has_message_;
        if (*at++ != ',') return false;
    }
    return false;
}

size_t JsonlogScanner::scan(string_view text, size_t until, bool last, LogSink& sink) {
    size_t at = 0;
    size_t line_end = 0;  // of the line that `at` is in, behind its end
    while (at < text.size() && at < until) {
        const string_view rest = text.substr(at);
        if (at >= line_end) {
            const size_t found = text.find('\n', at);
            if (found == text.npos && !last) return at;
            line_end = found == text.npos ? text.size() : found + 1;
        }
        const size_t used = line_end - at;
        string_view line = rest.substr(0, used);
        if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (read(line)) {
            sink.record(record_);
        } else if (!line.empty()) {
            sink.damage("a jsonlog record that is cut off or torn", line_);
            // What was torn may go on with the next record on the same line.
            const size_t again = line.find(head, 1);
            if (again != line.npos) {
                use_up(rest.substr(0, again));
                at += again;
                continue;
            }
        }
        use_up(rest.substr(0, used));
        at += used;
    }
    return at;
}

size_t JsonlogScanner::find_start(string_view text) const {
    size_t at = text.find("\n{\"timestamp\":\"");
    return at == text.npos ? at : at + 1;
}

}  // namespace

std::unique_ptr<LogScanner> jsonlog_scanner() { return std::make_unique<JsonlogScanner>(); }

}  // namespace assay::query
