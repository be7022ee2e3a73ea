#include "sql/migrations/ruby.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "core/text.h"
#include "sql/tokens.h"
#include "world/limits.h"

namespace assay::sql::ruby {

namespace {

using std::size_t;
using std::string;
using std::string_view;
using Kind = Value::Kind;

constexpr std::array<string_view, 9> openers{"class", "module", "if", "unless", "while", "until", "case", "begin", "for"};
constexpr std::array<string_view, 6> dividers{"else", "elsif", "when", "rescue", "ensure", "in"};

template <size_t N>
bool is_one(string_view word, const std::array<string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool starts_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool in_word(char c) { return starts_word(c) || (c >= '0' && c <= '9'); }

char closing(char open) {
    switch (open) {
        case '(': return ')';
        case '[': return ']';
        case '{': return '}';
        case '<': return '>';
        default: return open;
    }
}

class Reader {
public:
    explicit Reader(string_view text) : text_{text} {}

    std::vector<Call> program() {
        std::vector<Call> calls;
        while (at_ < text_.size()) {
            const auto before = at_;
            statements(calls, 0);
            if (at_ == before || at_ < text_.size()) skip_line();  // an `end` too many
        }
        return calls;
    }

private:
    char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    bool at(string_view word) const { return starts_with(text_.substr(at_), word); }

    void statements(std::vector<Call>& calls, int depth);
    void statement(std::vector<Call>& calls, int depth);
    void construct(std::vector<Call>& calls, string_view word, int depth);
    bool assignment(const string& name);
    void arguments(Call& call, char close);
    void argument(Call& call);
    void block_of(Call& call, int depth);
    Value value();
    Value quoted(char close, bool escapes);
    Value percent();
    Value list(char close, bool words, Kind of);
    Value hash();
    Value lambda();
    Value heredoc();
    Value word_value();
    void rest_of_value(Value& made);
    void next_line();
    void skip_blanks();
    void skip_line();
    void skip_nested(char close);
    void skip_comment();
    string word();
    string path();
    bool ends_here() const;

    string_view text_;
    size_t at_ = 0;
    int values_deep_ = 0;
    size_t behind_heredocs_ = 0;  // where the line goes on behind the bodies of those that it began; 0: it began none
    std::map<string, Value> variables_;
};

void Reader::skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
}

// Blanks, and line ends that a backslash hides.
void Reader::skip_blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r' || (peek() == '\\' && peek(1) == '\n')) at_ += peek() == '\\' ? 2 : 1;
}

// To the next line; strings on the way are stepped over, and a block that begins at its end is part of what is skipped.
void Reader::skip_line() {
    while (at_ < text_.size() && peek() != '\n') {
        if (peek() == '#') skip_comment();
        else if (peek() == '"' || peek() == '\'') {
            const char quote = peek();
            ++at_;
            quoted(quote, quote == '"');
        } else ++at_;
    }
    next_line();
}

string Reader::word() {
    const auto begin = at_;
    while (in_word(peek())) ++at_;
    if ((peek() == '?' || peek() == '!') && peek(1) != '=') ++at_;
    return string{text_.substr(begin, at_ - begin)};
}

// "t.string", "ActiveRecord::Base.connection.execute".
string Reader::path() {
    string whole = word();
    while (true) {
        if (peek() == '.' && starts_word(peek(1))) {
            ++at_;
            whole += "." + word();
        } else if (peek() == '&' && peek(1) == '.' && starts_word(peek(2))) {
            at_ += 2;
            whole += "." + word();
        } else if (at("::") && starts_word(peek(2))) {
            at_ += 2;
            whole += "::" + word();
        } else if (const auto version = text_.find("].", at_); peek() == '[' && version != text_.npos && version < at_ + 8) {
            at_ = version + 1;  // ActiveRecord::Schema[7.0].define
        } else {
            return whole;
        }
    }
}

// At the end of a line: to the next, behind the bodies of heredocs.
void Reader::next_line() {
    if (at_ < text_.size()) ++at_;
    at_ = std::max(at_, std::exchange(behind_heredocs_, 0));
}

// Behind the opening quote, to behind the closing one.
Value Reader::quoted(char close, bool escapes) {
    Value made{.kind = Kind::text, .begin = at_, .verbatim = true};
    const char open = close == ')' ? '(' : close == ']' ? '[' : close == '}' ? '{' : close == '>' ? '<' : close;
    for (int depth = 0; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == close && depth-- == 0) break;
        if (c == open && open != close) ++depth;
        if (c == '#' && peek(1) == '{' && escapes) {
            made.is_computed = true;
            const auto from = at_;
            at_ += 2;
            skip_nested('}');
            made.text += text_.substr(from, at_ - from);
            --at_;
            continue;
        }
        if (c != '\\' || at_ + 1 >= text_.size()) {
            made.text += c;
            continue;
        }
        const char escaped = text_[++at_];
        made.verbatim = false;
        if (!escapes && escaped != close && escaped != '\\') made.text += '\\';
        made.text += escapes && escaped == 'n' ? '\n' : escapes && escaped == 't' ? '\t' : escaped;
    }
    made.end = at_;
    if (at_ < text_.size()) ++at_;
    return made;
}

// To behind the bracket that closes what is open.
void Reader::skip_nested(char close) {
    for (int depth = 0; at_ < text_.size();) {
        const char c = text_[at_++];
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') {
            if (depth-- == 0 && c == close) return;
            if (depth < 0) return;
        }
        if (c == '"' || c == '\'') {
            if (values_deep_ >= limits::ruby_depth) return;
            ++values_deep_;
            quoted(c, c == '"');
            --values_deep_;
        }
    }
}

// %w[a b], %i[a b], %q(…), %(…).
Value Reader::percent() {
    ++at_;
    const char kind = starts_word(peek()) ? text_[at_++] : 'Q';
    const char close = closing(peek());
    ++at_;
    if (kind == 'w' || kind == 'W') return list(close, true, Kind::text);
    if (kind == 'i' || kind == 'I') return list(close, true, Kind::symbol);
    return quoted(close, kind == 'Q');
}

Value Reader::list(char close, bool words, Kind of) {
    Value made{.kind = Kind::list, .begin = at_};
    while (at_ < text_.size() && peek() != close) {
        if (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r' || (!words && peek() == ',')) {
            ++at_;
        } else if (!words && peek() == '#') {
            skip_comment();
        } else if (words) {
            const auto begin = at_;
            while (at_ < text_.size() && peek() != ' ' && peek() != '\n' && peek() != close) ++at_;
            made.items.push_back({.kind = of, .text = string{text_.substr(begin, at_ - begin)}, .begin = begin, .end = at_});
        } else {
            const auto before = at_;
            made.items.push_back(value());
            if (at_ == before) ++at_;
        }
    }
    if (at_ < text_.size()) ++at_;
    made.end = at_;
    return made;
}

Value Reader::hash() {
    Call holder;
    arguments(holder, '}');
    Value made = std::move(holder.options);
    return made;
}

// -> { "now()" }: what it gives, where that is a literal.
Value Reader::lambda() {
    Value made{.kind = Kind::lambda, .begin = at_};
    at_ += 2;
    skip_blanks();
    if (peek() != '{') {
        made.kind = Kind::code;
        return made;
    }
    ++at_;
    while (peek() == ' ' || peek() == '\n') ++at_;
    const auto inner = value();
    made.text = inner.text;
    if (!inner.is_text() || inner.is_computed) made.kind = Kind::code;
    skip_nested('}');
    made.end = at_;
    return made;
}

// <<~SQL, <<-'SQL', <<SQL: the body comes with the next line.
Value Reader::heredoc() {
    at_ += 2;
    const bool squiggly = peek() == '~', indented = squiggly || peek() == '-';
    if (indented) ++at_;
    const char quote = peek() == '\'' || peek() == '"' ? peek() : '\0';
    if (quote != '\0') ++at_;
    const auto begin = at_;
    while (in_word(peek())) ++at_;
    const string mark{text_.substr(begin, at_ - begin)};
    if (quote != '\0' && peek() == quote) ++at_;
    Value made{.kind = Kind::text, .is_computed = quote != '\''};
    auto line = behind_heredocs_ != 0 ? behind_heredocs_ : std::min(text_.find('\n', at_), text_.size() - 1) + 1;
    made.begin = line;
    while (line < text_.size()) {
        const auto end = std::min(text_.find('\n', line), text_.size());
        const auto text = text_.substr(line, end - line);
        if ((indented ? trimmed(text) : text) == mark) break;
        line = std::min(end + 1, text_.size());
    }
    made.end = std::max(line, made.begin);
    made.text = text_.substr(made.begin, made.end - made.begin);
    made.is_computed &= made.text.find("#{") != string::npos;
    made.verbatim = quote == '\'' || made.text.find('\\') == string::npos;
    behind_heredocs_ = std::min(text_.find('\n', line), text_.size() - 1) + 1;
    return made;
}

// A literal, and what follows it up to where the value ends.
Value Reader::value() {
    Value made;
    if (++values_deep_ > limits::ruby_depth) {
        at_ = text_.size();
        return made;
    }
    skip_blanks();
    const auto begin = at_;
    const char c = peek();
    const bool number = (c >= '0' && c <= '9') || (c == '-' && peek(1) >= '0' && peek(1) <= '9');
    if (c == '"' || c == '\'') {
        ++at_;
        made = quoted(c, c == '"');
    } else if (c == ':' && (peek(1) == '"' || peek(1) == '\'')) {
        at_ += 2;
        made = quoted(text_[at_ - 1], true);
        made.kind = Kind::symbol;
    } else if (c == ':' && starts_word(peek(1))) {
        ++at_;
        made = {.kind = Kind::symbol, .text = word()};
    } else if (number) {
        ++at_;
        while (in_word(peek()) || (peek() == '.' && peek(1) >= '0' && peek(1) <= '9')) ++at_;
        made = {.kind = Kind::number, .text = replaced(text_.substr(begin, at_ - begin), "_", "")};
    } else if (c == '[') {
        ++at_;
        made = list(']', false, Kind::text);
    } else if (c == '{') {
        ++at_;
        made = hash();
    } else if (c == '%' && (starts_word(peek(1)) || peek(1) == '(' || peek(1) == '[' || peek(1) == '{')) {
        made = percent();
    } else if (at("->")) {
        made = lambda();
    } else if (at("<<~") || at("<<-") || (at("<<") && peek(2) >= 'A' && peek(2) <= 'Z')) {
        made = heredoc();
    } else if (starts_word(c)) {
        made = word_value();
    }
    if (made.end == 0) made.begin = begin, made.end = at_;
    rest_of_value(made);
    --values_deep_;
    return made;
}

// true, nil, a variable whose literal was seen, or a call, which is code.
Value Reader::word_value() {
    const auto name = path();
    if (name == "true" || name == "false") return {.kind = Kind::boolean, .text = name};
    if (name == "nil") return {.kind = Kind::nil};
    if (const auto known = variables_.find(name); known != variables_.end()) return known->second;
    if (peek() == '(') {
        ++at_;
        skip_nested(')');
    }
    return {.kind = Kind::code, .text = name};
}

// Methods that only lay a text out are passed over; any other and operators make it code.
void Reader::rest_of_value(Value& made) {
    static constexpr std::array<string_view, 7> layout{"squish", "strip", "strip_heredoc", "freeze", "chomp", "to_s", "to_sym"};
    while (at_ < text_.size()) {
        skip_blanks();
        if (peek() == '.' && starts_word(peek(1))) {
            ++at_;
            if (!is_one(word(), layout)) made.kind = Kind::code;
            if (peek() == '(') {
                ++at_;
                skip_nested(')');
            }
        } else if (peek() == '"' || peek() == '\'') {  // "a" "b" and "a" \ "b" are one text
            const char quote = peek();
            ++at_;
            const auto more = quoted(quote, quote == '"');
            made.text += more.text;
            made.verbatim = false;
            made.is_computed |= more.is_computed;
        } else if (ends_here()) {
            return;
        } else {
            made.kind = Kind::code;
            const auto before = at_;
            if (peek() == '(' || peek() == '[' || peek() == '{') {
                const char close = closing(peek());
                ++at_;
                skip_nested(close);
            } else if (peek() == '"' || peek() == '\'') {
                (void)value();
            } else {
                ++at_;
            }
            if (at_ == before) ++at_;
        }
    }
}

// Where an argument or statement is over.
bool Reader::ends_here() const {
    const char c = peek();
    if (c == ',' || c == ')' || c == ']' || c == '}' || c == '\n' || c == ';' || c == '#' || c == '\0' || at("=>")) return true;
    for (const string_view end : {"do ", "do\n", "do\r", "if ", "unless ", "rescue "})
        if (at(end) && (at_ == 0 || !in_word(text_[at_ - 1]))) return true;
    return false;
}

// name: value, :name => value, or a value alone.
void Reader::argument(Call& call) {
    const auto begin = at_;
    string key;
    if (starts_word(peek())) {
        key = word();
        if (peek() == ':' && peek(1) != ':') ++at_;
        else at_ = begin, key.clear();
    }
    if (at("**") || at("*") || at("&")) {
        while (peek() == '*' || peek() == '&') ++at_;
        (void)value();
        return;
    }
    skip_blanks();
    while (!key.empty() && peek() == '\n') next_line(), skip_blanks();
    Value made = value();
    if (key.empty() && at("=>")) {
        at_ += 2;
        key = made.text;
        skip_blanks();
        made = value();
    } else if (key.empty() && made.is_text() && peek() == ':' && text_[at_ - 1] == '"') {
        ++at_;
        key = made.text;
        made = value();
    }
    if (key.empty()) call.arguments.push_back(std::move(made));
    else call.options.pairs.emplace_back(std::move(key), std::move(made));
}

// Up to the closing bracket, or to the end of the statement where there is none ('\0').
void Reader::arguments(Call& call, char close) {
    while (at_ < text_.size()) {
        skip_blanks();
        if (peek() == '#') skip_comment();
        if (close != '\0' && peek() == close) {
            ++at_;
            return;
        }
        if (peek() == '\n') {
            if (close == '\0') return;
            next_line();
            continue;
        }
        if (close == '\0' && ends_here() && peek() != ',') return;
        const auto before = at_;
        if (peek() == ',') {
            ++at_;
            skip_blanks();
            if (peek() == '#') skip_comment();
            while (peek() == '\n') {
                next_line();
                skip_blanks();
                if (peek() == '#') skip_comment();
            }
            continue;
        }
        argument(call);
        if (at_ == before) ++at_;
    }
}

// do |t| … end or { |t| … }.
void Reader::block_of(Call& call, int depth) {
    skip_blanks();
    const bool braces = peek() == '{';
    if (!braces && !(at("do") && !in_word(peek(2)))) return;
    at_ += braces ? 1 : 2;
    skip_blanks();
    if (peek() == '|') {
        ++at_;
        call.block_parameter = word();
        while (at_ < text_.size() && peek() != '|' && peek() != '\n') ++at_;
        if (peek() == '|') ++at_;
    }
    call.has_block = true;
    statements(call.block, depth + 1);
    if (braces && peek() == '}') ++at_;
    else if (at("end")) at_ += 3;
}

// class, def, if and the like, up to their end; all branches are read.
void Reader::construct(std::vector<Call>& calls, string_view word, int depth) {
    Call made{.name = string{word}, .begin = at_ - word.size()};
    const auto line = std::min(text_.find('\n', at_), text_.size());
    made.header = trimmed(text_.substr(at_, line - at_));
    if (const auto comment = made.header.find(" #"); comment != string::npos) made.header.resize(comment);
    at_ = line;
    next_line();
    made.has_block = true;
    statements(made.block, depth + 1);
    if (at("end")) at_ += 3;
    made.end = at_;
    calls.push_back(std::move(made));
}

// name = literal: what the name stands for later on.
bool Reader::assignment(const string& name) {
    const auto here = at_;
    skip_blanks();
    if (peek() != '=' || peek(1) == '=' || peek(1) == '>' || peek(1) == '~') {
        at_ = here;
        return false;
    }
    ++at_;
    skip_blanks();
    Value given = value();
    if (given.kind != Kind::code) variables_.insert_or_assign(name, std::move(given));
    skip_line();
    return true;
}

void Reader::statement(std::vector<Call>& calls, int depth) {
    Call call{.begin = at_};
    const auto whole = path();
    if (whole == "def" || is_one(whole, openers)) return construct(calls, whole, depth);
    if (assignment(whole)) return;
    const auto dot = whole.rfind('.');
    call.name = dot == string::npos ? whole : whole.substr(dot + 1);
    if (dot != string::npos) call.receiver = whole.substr(0, dot);
    if (peek() == '(') {
        ++at_;
        arguments(call, ')');
    } else if (peek() == ' ') {
        skip_blanks();
        if (peek() != '{') arguments(call, '\0');  // without parentheses a brace begins the block
    }
    block_of(call, depth);
    call.end = at_;
    // What is called on the result is not read: it makes the whole something else.
    skip_blanks();
    if (peek() == '.' || (peek() == '&' && peek(1) == '.')) {
        while (at_ < text_.size() && peek() != '\n') {
            const auto before = at_;
            path();
            Call more;
            if (peek() == '(') ++at_, arguments(more, ')');
            block_of(more, depth);
            if (at_ == before) ++at_;
        }
        call.receiver = call.receiver.empty() ? call.name : call.receiver + "." + call.name;
        call.name = "…";
        call.end = at_;
    }
    calls.push_back(std::move(call));
}

// Up to `end`, `}` or the end of the text.
void Reader::statements(std::vector<Call>& calls, int depth) {
    if (depth > limits::ruby_depth) {
        at_ = text_.size();
        return;
    }
    while (at_ < text_.size()) {
        skip_blanks();
        const char c = peek();
        if (c == '\n') {
            next_line();
        } else if (c == '#') {
            skip_comment();
        } else if (c == ';') {
            ++at_;
        } else if (c == '}' || (at("end") && !in_word(peek(3)) && peek(3) != ':')) {
            return;
        } else if (starts_word(c)) {
            const auto begin = at_;
            const auto first = word();
            if (is_one(first, dividers)) {
                skip_line();
                continue;
            }
            if (first == "if" || first == "unless" || first == "rescue") {
                // Behind a statement on its line: when it runs, not what.
                const bool modifier = begin > 0 && trimmed(text_.substr(text_.rfind('\n', begin) + 1, begin - text_.rfind('\n', begin) - 1)).size() > 0;
                if (modifier) {
                    skip_line();
                    continue;
                }
            }
            at_ = begin;
            statement(calls, depth);
        } else {
            skip_line();
        }
    }
}

}  // namespace

const Value* Value::find(string_view key) const {
    for (const auto& [name, value] : pairs)
        if (name == key) return &value;
    return nullptr;
}

std::vector<Call> read(string_view program) { return Reader{program}.program(); }

}  // namespace assay::sql::ruby
