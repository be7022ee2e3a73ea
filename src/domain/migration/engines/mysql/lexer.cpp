#include "domain/migration/engines/mysql/lexer.h"

#include <algorithm>

#include "sql/byte_class.h"

namespace assay::migration::mysql {

using sql::bytes::class_of;
namespace bytes = sql::bytes;

namespace {

constexpr int newest_server = 990'000;  // versions from here on are marks, not servers

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }
bool continues_word(char c) { return class_of(c) == bytes::letter || is_digit(c) || c == '$'; }

int hex_value(char c) { return is_digit(c) ? c - '0' : lower(c) - 'a' + 10; }

// What follows a backslash (MySQL manual 9.1.1): \% and \_ keep theirs.
void append_escaped(std::string& bytes, char c) {
    switch (c) {
        case '0': bytes += '\0'; return;
        case 'b': bytes += '\b'; return;
        case 'n': bytes += '\n'; return;
        case 'r': bytes += '\r'; return;
        case 't': bytes += '\t'; return;
        case 'Z': bytes += '\x1a'; return;
        case '%':
        case '_': bytes += '\\'; break;
        default: break;
    }
    bytes += c;
}

}  // namespace

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
    return result;
}

bool is_word(std::string_view token, std::string_view lower_case) {
    return token.size() == lower_case.size() && std::equal(token.begin(), token.end(), lower_case.begin(), [](char a, char b) { return lower(a) == b; });
}

std::size_t end_of_quoted(std::string_view text, std::size_t from) {
    const char quote = text[from];
    const char stops[]{quote, '\\'};
    const std::string_view stop{stops, quote == '`' ? 1u : 2u};
    for (auto at = text.find_first_of(stop, from + 1); at < text.size(); at = text.find_first_of(stop, at)) {
        if (text[at] == '\\' || (at + 1 < text.size() && text[at + 1] == quote))
            at += 2;
        else
            return at + 1;
    }
    return text.npos;
}

bool begins_dash_comment(std::string_view text, std::size_t at) {
    if (text.substr(at, 2) != "--") return false;
    return at + 2 >= text.size() || static_cast<unsigned char>(text[at + 2]) <= ' ';
}

Token Lexer::next() {
    skip_blanks_and_comments();
    const auto begin = position_;
    if (begin >= text_.size()) return finish(TokenKind::end, text_.size(), text_.size());
    const char c = text_[begin];
    if (c == '`') return quoted(TokenKind::quoted, begin, begin);
    if (c == '\'' || c == '"') return quoted(TokenKind::string, begin, begin);
    if (at(begin + 1) == '\'') {
        if (lower(c) == 'x') return quoted(TokenKind::hex, begin, begin + 1);
        if (lower(c) == 'b') return quoted(TokenKind::bits, begin, begin + 1);
        if (lower(c) == 'n') return quoted(TokenKind::string, begin, begin + 1);
    }
    const bool after_name = begin > 0 && (continues_word(text_[begin - 1]) || text_[begin - 1] == '`');
    if (is_digit(c) || (c == '.' && is_digit(at(begin + 1)) && !after_name)) return number(begin);
    if (c == '@') {
        auto end = begin + 1;
        while (end < text_.size() && (continues_word(text_[end]) || text_[end] == '@' || text_[end] == '.')) ++end;
        return finish(TokenKind::variable, begin, end);
    }
    return continues_word(c) ? word(begin) : symbol(begin);
}

void Lexer::skip_blanks_and_comments() {
    while (position_ < text_.size()) {
        const char c = text_[position_];
        if (static_cast<unsigned char>(c) <= ' ')
            ++position_;
        else if (c == '#' || begins_dash_comment(text_, position_))
            skip_to("\n");
        else if (!skip_comment())
            return;
    }
}

// A comment, or one of the marks around what is conditional.
bool Lexer::skip_comment() {
    const auto rest = text_.substr(position_);
    if (conditional_ > 0 && rest.substr(0, 2) == "*/") {
        --conditional_;
        position_ += 2;
        return true;
    }
    if (rest.substr(0, 2) != "/*") return false;
    std::size_t at = rest.substr(0, 3) == "/*!" ? 3 : rest.substr(0, 4) == "/*M!" ? 4 : 0;
    if (at == 0) {
        skip_to("*/");
        return true;
    }
    int version = 0;
    for (int digits = 0; digits < 6 && at < rest.size() && is_digit(rest[at]); ++digits) version = version * 10 + (rest[at++] - '0');
    if (version >= newest_server) {
        skip_to("*/");
        return true;
    }
    ++conditional_;
    position_ += at;
    return true;
}

void Lexer::skip_to(std::string_view end) {
    const auto found = text_.find(end, position_ + (end == "*/" ? 2 : 0));
    position_ = found == text_.npos ? text_.size() : found + end.size();
}

Token Lexer::finish(TokenKind kind, std::size_t begin, std::size_t end, bool closed) {
    position_ = end;
    return {kind, begin, end, closed};
}

Token Lexer::quoted(TokenKind kind, std::size_t begin, std::size_t quote) {
    const auto end = end_of_quoted(text_, quote);
    return end == text_.npos ? finish(kind, begin, text_.size(), false) : finish(kind, begin, end);
}

Token Lexer::word(std::size_t begin) {
    auto end = begin;
    while (end < text_.size() && continues_word(text_[end])) ++end;
    return finish(TokenKind::word, begin, end);
}

Token Lexer::number(std::size_t begin) {
    if (at(begin) == '0' && (at(begin + 1) == 'x' || at(begin + 1) == 'b')) {
        const bool hex = at(begin + 1) == 'x';
        auto end = begin + 2;
        while (end < text_.size() && (hex ? is_hex_digit(text_[end]) : text_[end] == '0' || text_[end] == '1')) ++end;
        if (end > begin + 2 && !continues_word(at(end))) return finish(hex ? TokenKind::hex : TokenKind::bits, begin, end);
    }
    auto end = begin;
    while (is_digit(at(end))) ++end;
    if (at(end) == '.') {
        ++end;
        while (is_digit(at(end))) ++end;
    }
    if (lower(at(end)) == 'e') {
        const auto digits = end + (at(end + 1) == '-' || at(end + 1) == '+' ? 2u : 1u);
        if (is_digit(at(digits))) {
            end = digits;
            while (is_digit(at(end))) ++end;
        }
    }
    // A name may begin with digits: 2fa_tokens.
    return continues_word(at(end)) && at(begin) != '.' ? word(begin) : finish(TokenKind::number, begin, end);
}

Token Lexer::symbol(std::size_t begin) {
    constexpr std::string_view longer[]{"<=>", "->>", "<=", ">=", "<>", "!=", "||", "&&", ":=", "->", "<<", ">>"};
    for (const auto each : longer)
        if (text_.substr(begin, each.size()) == each) return finish(TokenKind::symbol, begin, begin + each.size());
    return finish(TokenKind::symbol, begin, begin + 1);
}

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    Lexer lexer{text};
    for (auto token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) tokens.push_back(token);
    return tokens;
}

std::string name_of(std::string_view token) {
    if (token.empty()) return {};
    if (token.front() == '\'' || token.front() == '"') return bytes_of_string(token);
    if (token.front() != '`') return std::string{token};
    std::string name;
    const auto end = token.size() - (token.size() > 1 && token.back() == '`' ? 1 : 0);
    for (std::size_t i = 1; i < end; ++i) {
        name += token[i];
        if (token[i] == '`') ++i;
    }
    return name;
}

std::string bytes_of_string(std::string_view token) {
    const auto quote = token.find_first_of("'\"");
    if (quote == token.npos) return std::string{token};
    std::string bytes;
    bytes.reserve(token.size());
    for (auto i = quote + 1; i < token.size(); ++i) {
        if (token[i] == '\\' && i + 1 < token.size()) {
            append_escaped(bytes, token[++i]);
        } else if (token[i] == token[quote]) {
            if (++i >= token.size()) break;  // the end; else a doubled quote
            bytes += token[i];
        } else {
            bytes += token[i];
        }
    }
    return bytes;
}

std::string bytes_of_hex(std::string_view token) {
    const auto begin = std::min<std::size_t>(2, token.size());
    auto digits = token.substr(begin);
    if (!digits.empty() && digits.back() == '\'') digits.remove_suffix(1);
    std::string bytes;
    bytes.reserve(digits.size() / 2 + 1);
    bool high = digits.size() % 2 == 0;
    int value = 0;
    for (const char c : digits) {
        if (!is_hex_digit(c)) return bytes;
        value = high ? hex_value(c) : value * 16 + hex_value(c);
        if (!high) bytes += static_cast<char>(value);
        high = !high;
    }
    return bytes;
}

std::string_view digits_of_bits(std::string_view token) {
    auto digits = token.substr(std::min<std::size_t>(2, token.size()));
    if (!digits.empty() && digits.back() == '\'') digits.remove_suffix(1);
    return digits;
}

}  // namespace assay::migration::mysql
