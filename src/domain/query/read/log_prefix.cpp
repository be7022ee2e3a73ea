#include "domain/query/read/log_prefix.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace assay::query {

namespace {

using std::size_t;
using std::string_view;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

constexpr std::pair<string_view, LogPart> parts[]{
    {"DETAIL", LogPart::detail},   {"HINT", LogPart::hint},           {"QUERY", LogPart::query},
    {"CONTEXT", LogPart::context}, {"STATEMENT", LogPart::statement}, {"LOCATION", LogPart::location}};

template <class Wanted>
size_t run(string_view text, Wanted wanted) {
    size_t length = 0;
    while (length < text.size() && wanted(text[length])) ++length;
    return length;
}

// "6b0459b2.6abd"
size_t session_length(string_view text) {
    const size_t start = run(text, is_hex);
    if (start == 0 || start >= text.size() || text[start] != '.') return 0;
    const size_t pid = run(text.substr(start + 1), is_hex);
    return pid ? start + 1 + pid : 0;
}

// How much of text the value of an escape takes whose form is known; npos when it has another form.
size_t value_length(char escape, string_view text) {
    switch (escape) {
        case 'm': case 't': case 's': {
            const size_t length = timestamp_length(text);
            return length ? length : string_view::npos;
        }
        case 'n': {
            const size_t seconds = run(text, is_digit);
            const size_t ms = seconds && seconds < text.size() && text[seconds] == '.' ? run(text.substr(seconds + 1), is_digit) : 0;
            return ms ? seconds + 1 + ms : string_view::npos;
        }
        case 'p': case 'l': case 'x': {
            const size_t length = run(text, is_digit);
            return length ? length : string_view::npos;
        }
        case 'P': return run(text, is_digit);
        case 'Q': return (!text.empty() && text[0] == '-') + run(text.substr(!text.empty() && text[0] == '-'), is_digit);
        case 'v': return run(text, [](char c) { return is_digit(c) || c == '/'; });
        case 'e': return text.size() >= 5 && run(text.substr(0, 5), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }) == 5
                             ? 5 : string_view::npos;
        case 'c': {
            const size_t length = session_length(text);
            return length ? length : string_view::npos;
        }
        default: return string_view::npos;
    }
}

constexpr string_view texts = "udahrib";  // escapes whose values may be any text
constexpr string_view known = "udahribmtsnplxPQvec";
constexpr size_t most_value_bytes = 256;
constexpr int most_steps = 4000;  // in trying where values end, for one line

}  // namespace

size_t part_word(string_view text, LogLine& line) {
    const size_t length = run(text.substr(0, 10), [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c); });
    if (length < 3 || text.substr(length, 3) != ":  ") return 0;
    const string_view word = text.substr(0, length);
    if (const auto severity = log_severity(word)) {
        line.part = LogPart::message;
        line.severity = *severity;
        return length + 3;
    }
    for (const auto& [name, part] : parts)
        if (word == name) {
            line.part = part;
            return length + 3;
        }
    return 0;
}

Result<LogPrefix> LogPrefix::parse(string_view setting) {
    LogPrefix prefix;
    prefix.setting_ = setting;
    const auto literal = [&](char c) {
        if (prefix.pieces_.empty() || prefix.pieces_.back().escape) prefix.pieces_.push_back({});
        prefix.pieces_.back().literal += c;
    };
    for (size_t at = 0; at < setting.size(); ++at) {
        if (setting[at] != '%') {
            literal(setting[at]);
            continue;
        }
        size_t end = at + 1;
        while (end < setting.size() && (setting[end] == '-' || is_digit(setting[end]))) ++end;
        if (end >= setting.size()) return fail("log_line_prefix ends within an escape: '" + std::string{setting} + "'");
        const char escape = setting[end];
        if (escape == '%') literal('%');
        else if (escape == 'q' || known.find(escape) != known.npos) prefix.pieces_.push_back({escape, end > at + 1});
        else return fail("log_line_prefix has no escape %" + std::string(1, escape) + "; known are %q, %% and %" + std::string{known});
        at = end;
    }
    return prefix;
}

struct LogPrefix::Attempt {
    string_view line;
    LogLine& found;
    int steps = 0;
};

namespace {

void take(char escape, string_view value, LogLine& line) {
    while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    switch (escape) {
        case 'm': case 't': line.at_ms = moment_of(value); break;
        case 'n': {
            const size_t point = value.find('.');
            std::int64_t seconds = 0, ms = 0;
            std::from_chars(value.data(), value.data() + point, seconds);
            std::from_chars(value.data() + point + 1, value.data() + value.size(), ms);
            line.at_ms = seconds * 1000 + ms;
            break;
        }
        case 'p': std::from_chars(value.data(), value.data() + value.size(), line.pid); break;
        case 'u': line.user = value; break;
        case 'd': line.database = value; break;
        case 'a': line.application = value; break;
        case 'h': line.host = value; break;
        case 'r': line.host = value.substr(0, value.find('(')); break;
        case 'c': line.session = value; break;
        case 'e': line.sqlstate = value; break;
        default: break;
    }
}

}  // namespace

bool LogPrefix::match(string_view line, LogLine& found) const {
    found = {};
    Attempt attempt{line, found};
    return match_from(0, 0, attempt);
}

bool LogPrefix::match_from(size_t index, size_t at, Attempt& attempt) const {
    const string_view line = attempt.line;
    for (; index < pieces_.size(); ++index) {
        const Piece& piece = pieces_[index];
        if (++attempt.steps > most_steps) return false;
        if (piece.escape == 0) {
            if (line.substr(at, piece.literal.size()) != piece.literal) return false;
            at += piece.literal.size();
        } else if (piece.escape == 'q') {  // processes that are no sessions stop here
            if (match_from(index + 1, at, attempt)) return true;
            break;
        } else if (texts.find(piece.escape) != texts.npos) {
            return match_text(piece, index, at, attempt);
        } else {
            const size_t begin = at;
            if (piece.padded) at += run(line.substr(at), [](char c) { return c == ' '; });
            const size_t length = value_length(piece.escape, line.substr(at));
            if (length == line.npos) return false;
            at += length;
            if (piece.padded) at += run(line.substr(at), [](char c) { return c == ' '; });
            take(piece.escape, line.substr(begin, at - begin), attempt.found);
        }
    }
    const size_t word = part_word(line.substr(at), attempt.found);
    attempt.found.text = at + word;
    return word > 0;
}

// The shortest value behind which the rest of the prefix fits.
bool LogPrefix::match_text(const Piece& piece, size_t index, size_t at, Attempt& attempt) const {
    const string_view line = attempt.line;
    const Piece* next = index + 1 < pieces_.size() ? &pieces_[index + 1] : nullptr;
    const size_t most = std::min(line.size(), at + most_value_bytes);
    for (size_t end = at; end <= most; ++end) {
        if (next && next->escape == 0) end = line.find(next->literal, end);
        if (end > most || ++attempt.steps > most_steps) return false;
        if (!match_from(index + 1, end, attempt)) continue;
        take(piece.escape, line.substr(at, end - at), attempt.found);
        return true;
    }
    return false;
}

// Deriving ----------------------------------------------------------------------------------------------

namespace {

// What distributions, clouds and pgBadger's manual set; those that tell more come first.
constexpr string_view usual[]{
    "%m [%p] %q%u@%d/%a ", "%m [%p] %q%u@%d ", "%m [%p] %u@%d ", "%m [%p] ", "%t [%p] ",
    "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ", "%t [%p]: user=%u,db=%d,app=%a,client=%h ",
    "%t [%p]: [%l-1] user=%u,db=%d ", "%m [%p]: [%l-1] db=%d,user=%u ", "%t:%r:%u@%d:[%p]:", "%m:%r:%u@%d:[%p]:",
    "%m [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ", "%t-%c-", "%m [%p] %q[user=%u,db=%d,app=%a] ", "< %m >",
    "%m %u@%d [%p] ", "%m-%u-%d-%p-", "%t %u %d %h %p ", "[%m] [%p] ", "%p %m ", ""};

constexpr size_t most_lines = 400;
constexpr size_t most_line_bytes = 2000;

// Where a word such as "LOG:  " begins, in what comes before any statement.
size_t word_place(string_view line) {
    LogLine ignored;
    for (size_t colon = line.find(":  "); colon != line.npos; colon = line.find(":  ", colon + 1)) {
        size_t begin = colon;
        while (begin > 0 && ((line[begin - 1] >= 'A' && line[begin - 1] <= 'Z') || is_digit(line[begin - 1]))) --begin;
        for (size_t at = begin; at < colon; ++at)  // digits may end the prefix
            if (part_word(line.substr(at), ignored)) return at;
    }
    return line.npos;
}

struct KeyName {
    string_view key;
    char escape;
};
constexpr KeyName key_names[]{
    {"user", 'u'}, {"usr", 'u'}, {"u", 'u'}, {"db", 'd'}, {"database", 'd'}, {"d", 'd'}, {"app", 'a'}, {"application", 'a'},
    {"application_name", 'a'}, {"a", 'a'}, {"client", 'h'}, {"host", 'h'}, {"remote", 'h'}, {"h", 'h'}, {"pid", 'p'}, {"p", 'p'},
    {"session", 'c'}, {"sess", 'c'}, {"line", 'l'}, {"l", 'l'}, {"xid", 'x'}, {"txid", 'x'}, {"tx", 'x'}, {"vxid", 'v'},
    {"sqlstate", 'e'}, {"state", 'e'}, {"type", 'b'}, {"backend", 'b'}, {"query_id", 'Q'}, {"qid", 'Q'}};

// A prefix as one line has it, with escapes for what it is taken to be; `bare`: words that stand alone are values too.
class Guess {
public:
    Guess(string_view prefix, bool bare) : text_{prefix}, bare_{bare} {
        while (at_ < text_.size()) step();
    }
    std::string setting() const { return setting_; }

private:
    void step();
    bool keyed();
    void put(char escape, size_t length) {
        setting_ += '%';
        setting_ += escape;
        at_ += length;
    }
    bool used(char escape) const { return setting_.find(std::string{'%', escape}) != setting_.npos; }

    string_view text_;
    bool bare_;
    size_t at_ = 0;
    std::string setting_;
};

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 128; }
bool is_value(char c) { return string_view{" ,;:()[]|<>\"'"}.find(c) == string_view::npos; }

// "user=alice"
bool Guess::keyed() {
    const string_view rest = text_.substr(at_);
    const size_t length = run(rest, is_name);
    if (length == 0 || length >= rest.size() || rest[length] != '=') return false;
    for (const auto& [key, escape] : key_names) {
        if (rest.substr(0, length) != key || used(escape)) continue;
        setting_ += rest.substr(0, length + 1);
        at_ += length + 1;
        const string_view value = text_.substr(at_);
        const bool bracketed = !value.empty() && value[0] == '[' && value.find(']') != value.npos;  // [local], [unknown]
        const size_t bytes = bracketed ? value.find(']') + 1 : run(value, is_value);
        const bool port = escape == 'h' && bytes < value.size() && value[bytes] == '(' && value.find(')') != value.npos;
        put(port ? 'r' : escape, port ? value.find(')') + 1 : bytes);
        return true;
    }
    return false;
}

void Guess::step() {
    const string_view rest = text_.substr(at_);
    if (const size_t length = timestamp_length(rest)) {
        const bool ms = rest.substr(0, length).find('.') != rest.npos;
        return put(used('m') || used('t') ? 's' : ms ? 'm' : 't', length);
    }
    if (is_digit(rest[0]) && run(rest, is_digit) == 10 && value_length('n', rest) == 14) return put('n', 14);
    if (const size_t length = session_length(rest); length > 9 && !used('c')) return put('c', length);
    if (keyed()) return;
    if (rest.substr(0, 7) == "[local]" && !used('h')) return put('h', 7);
    if (rest.substr(0, 5) == "00000" && !used('e')) return put('e', 5);
    if (is_digit(rest[0])) {
        const size_t digits = run(rest, is_digit);
        if (digits < rest.size() && rest[digits] == '/' && !used('v')) return put('v', value_length('v', rest));
        for (const char escape : {'p', 'l', 'x'})
            if (!used(escape)) return put(escape, digits);
    }
    const size_t name = rest.substr(0, 9) == "[unknown]" ? 9 : run(rest, [](char c) { return is_name(c) || c == '-' || c == '.'; });
    if (name > 0 && name < rest.size() && rest[name] == '@' && !used('u')) {
        put('u', name);
        setting_ += '@';
        ++at_;
        const string_view database = text_.substr(at_);
        return put('d', database.substr(0, 9) == "[unknown]" ? 9 : run(database, [](char c) { return is_value(c) && c != '/'; }));
    }
    if (bare_ && name > 0)
        for (const char escape : {'u', 'd', 'a', 'h'})
            if (!used(escape)) return put(escape, name);
    if (rest[0] == '%') setting_ += '%';
    setting_ += rest[0];
    ++at_;
}

size_t fits(const LogPrefix& prefix, const std::vector<string_view>& lines) {
    LogLine ignored;
    return static_cast<size_t>(std::count_if(lines.begin(), lines.end(), [&](string_view line) { return prefix.match(line, ignored); }));
}

// The setting, and with %q before each of its escapes.
std::vector<std::string> with_stops(const std::string& setting) {
    std::vector<std::string> all{setting};
    for (size_t at = 1; at + 1 < setting.size(); ++at)
        if (setting[at] == '%' && setting[at + 1] != '%') all.push_back(setting.substr(0, at) + "%q" + setting.substr(at));
    return all;
}

}  // namespace

std::optional<LogPrefix> LogPrefix::derive(string_view log) {
    std::vector<string_view> lines;
    for (size_t at = 0; at < log.size() && lines.size() < most_lines;) {
        const size_t end = std::min(log.find('\n', at), log.size());
        const string_view line = log.substr(at, std::min(end - at, most_line_bytes));
        if (!line.empty() && line[0] != '\t' && word_place(line) != line.npos) lines.push_back(line);
        at = end + 1;
    }
    std::optional<LogPrefix> best;
    size_t most = lines.size() * 8 / 10;  // lines may be torn, but not many
    const auto consider = [&](string_view setting) {
        auto prefix = parse(setting);
        if (!prefix) return;
        if (const size_t count = fits(*prefix, lines); count > most) {
            most = count;
            best = std::move(*prefix);
        }
    };
    for (const string_view setting : usual) consider(setting);
    if (best && most == lines.size()) return best;
    // The longest prefixes tell the most: those of sessions.
    std::vector<string_view> prefixes;
    for (const string_view line : lines) prefixes.push_back(line.substr(0, word_place(line)));
    std::sort(prefixes.begin(), prefixes.end(), [](string_view a, string_view b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
    for (const bool bare : {false, true})
        for (size_t i = 0; i < prefixes.size() && i < 12 && most < lines.size(); ++i)
            for (const auto& setting : with_stops(Guess{prefixes[i], bare}.setting())) consider(setting);
    return best;
}

}  // namespace assay::query
