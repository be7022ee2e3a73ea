// csvlog of PostgreSQL 9.0 to 18: quoted fields may hold line ends, so a record ends where its quotes say.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "domain/query/read/log_record.h"

namespace assay::query {

namespace {

using std::size_t;
using std::string_view;

// By number, in the order of the manual's table postgres_log (20.8.4).
enum Field : size_t {
    time, user, database, pid, host, session, session_line, tag, session_start, virtual_transaction, transaction,
    severity, sqlstate, message, detail, hint, internal_query, internal_position, context, statement, position,
    source, application, backend_type, leader, query_id, most_fields
};
constexpr size_t least_fields = 23;  // 9.0 to 12; 24 in 13; 26 from 14 on

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

const char* find(const char* from, const char* end, char wanted) {
    const void* found = from < end ? std::memchr(from, wanted, static_cast<size_t>(end - from)) : nullptr;
    return found ? static_cast<const char*>(found) : end;
}

// Whether a record's first fields stand here as the server writes them: more than a statement that quotes a log
// is likely to have, since its quotes would be doubled.
bool is_head(string_view text) {
    const size_t length = timestamp_length(text);
    if (length < 23) return false;  // csvlog has milliseconds
    size_t at = length;
    const auto comma = [&] { return at < text.size() && text[at] == ',' && ++at; };
    const auto run = [&](auto wanted) {
        const size_t begin = at;
        while (at < text.size() && wanted(text[at])) ++at;
        return at > begin;
    };
    const auto quoted = [&] {  // or empty
        if (at >= text.size() || text[at] != '"') return true;
        for (++at; at < text.size() && at < length + 1024; ++at) {
            if (text[at] != '"') continue;
            if (at + 1 >= text.size() || text[at + 1] != '"') return ++at, true;
            ++at;
        }
        return false;
    };
    if (!comma() || !quoted() || !comma() || !quoted() || !comma() || !run(is_digit) || !comma() || !quoted() || !comma()) return false;
    if (!run(is_hex) || at >= text.size() || text[at++] != '.' || !run(is_hex) || !comma()) return false;
    return run(is_digit) && comma();
}
constexpr size_t most_head_bytes = 4096;

class CsvlogScanner : public LogScanner {
public:
    size_t scan(string_view text, size_t until, bool last, LogSink& sink) override;
    size_t find_start(string_view text) const override;

private:
    enum class Outcome : unsigned char { whole, cut, broken };
    Outcome read_fields(string_view text);
    LogRecord as_record();
    string_view unquoted(Field field);

    std::array<string_view, most_fields> fields_;
    std::array<bool, most_fields> doubled_{};  // holds "" for "
    size_t count_ = 0;
    size_t length_ = 0;  // of the record, with its line end
    std::array<std::string, most_fields> unquoted_;
    bool lost_ = false;  // inside what is damaged
};

// From the beginning of `text` to the line end after its last field.
CsvlogScanner::Outcome CsvlogScanner::read_fields(string_view text) {
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const char* at = begin;
    for (count_ = 0; count_ < most_fields; ++count_) {
        const char* field = at;
        doubled_[count_] = false;
        if (at < end && *at == '"') {
            field = ++at;
            while ((at = find(at, end, '"')) + 1 < end && at[1] == '"') {
                doubled_[count_] = true;
                at += 2;
            }
            if (at == end) return Outcome::cut;
            fields_[count_] = {field, static_cast<size_t>(at - field)};
            ++at;
            if (at < end && *at == '\r') ++at;
        } else {
            while (at < end && *at != ',' && *at != '\n' && *at != '"') ++at;
            fields_[count_] = {field, static_cast<size_t>(at - field)};
        }
        length_ = static_cast<size_t>(at - begin);
        if (at == end) return ++count_, Outcome::cut;
        if (*at == '\n') {
            ++count_;
            ++length_;
            // Strict, since a record that was torn between fields goes on with those of the next.
            const bool fits = count_ >= least_fields && timestamp_length(fields_[time]) == fields_[time].size() && !fields_[pid].empty() &&
                              is_digit(fields_[pid][0]) && log_severity(fields_[severity]);
            return fits ? Outcome::whole : Outcome::broken;
        }
        if (*at != ',') return Outcome::broken;
        ++at;
        if (count_ == 0 && !is_digit(*begin)) return Outcome::broken;
    }
    return Outcome::broken;
}

string_view CsvlogScanner::unquoted(Field field) {
    if (field >= count_) return {};
    const string_view text = fields_[field];
    if (!doubled_[field]) return text;
    std::string& out = unquoted_[field];
    out.clear();
    for (size_t at = 0; at < text.size();) {
        const size_t quote = std::min(text.find('"', at), text.size());
        out.append(text.substr(at, quote + 1 - at));
        at = quote + 2;
    }
    return out;
}

LogRecord CsvlogScanner::as_record() {
    LogRecord record;
    record.line = line_;
    record.at_ms = moment_of(fields_[time]);
    std::from_chars(fields_[pid].data(), fields_[pid].data() + fields_[pid].size(), record.pid);
    record.severity = *log_severity(fields_[severity]);
    record.session = fields_[session];
    record.sqlstate = fields_[sqlstate];
    record.user = unquoted(user);
    record.database = unquoted(database);
    record.host = unquoted(host);
    record.message = unquoted(message);
    record.detail = unquoted(detail);
    record.hint = unquoted(hint);
    record.context = unquoted(context);
    record.statement = unquoted(statement);
    record.application = unquoted(application);
    return record;
}

size_t CsvlogScanner::scan(string_view text, size_t until, bool last, LogSink& sink) {
    size_t at = 0;
    while (at < text.size() && at < until) {
        string_view rest = text.substr(at);
        if (lost_) {
            const size_t head = find_start(rest);
            const size_t keep = last ? 0 : std::min(rest.size(), most_head_bytes);
            const size_t lost = head == rest.npos ? rest.size() - keep : head;
            use_up(rest.substr(0, lost));
            at += lost;
            if (head == rest.npos) return at;
            lost_ = false;
            continue;
        }
        switch (read_fields(rest)) {
            case Outcome::whole:
                sink.record(as_record());
                use_up(rest.substr(0, length_));
                at += length_;
                break;
            case Outcome::cut:
                if (!last) return at;
                if (count_ >= least_fields && log_severity(fields_[severity])) {
                    sink.record(as_record());
                    use_up(rest);
                    return text.size();
                }
                [[fallthrough]];
            case Outcome::broken:
                if (rest.front() == '\n' || rest.front() == '\r') {
                    use_up(rest.substr(0, 1));
                    ++at;
                    break;
                }
                sink.damage("a csvlog record that is cut off or torn", line_);
                use_up(rest.substr(0, 1));
                ++at;
                lost_ = true;
        }
    }
    return at;
}

// Any place where a record's head stands: a line that was torn may go on with the next record.
size_t CsvlogScanner::find_start(string_view text) const {
    for (size_t at = 0; at + 23 <= text.size(); ++at) {
        const void* dash = std::memchr(text.data() + at + 4, '-', text.size() - at - 4);
        if (!dash) return text.npos;
        const size_t place = static_cast<size_t>(static_cast<const char*>(dash) - text.data()) - 4;
        if (is_head(text.substr(place))) return place;
        at = place;
    }
    return text.npos;
}

}  // namespace

std::unique_ptr<LogScanner> csvlog_scanner() { return std::make_unique<CsvlogScanner>(); }

}  // namespace assay::query
