#include "sql/tokens.h"

#include <cstring>

#include "sql/byte_class.h"

namespace assay::sql {
namespace {

using namespace bytes;

// From here to the first `wanted`, or the end.
std::size_t find_byte(std::string_view text, std::size_t from, char wanted) {
    if (from >= text.size()) return text.size();
    const void* found = std::memchr(text.data() + from, wanted, text.size() - from);
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : text.size();
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

}  // namespace

bool starts_identifier(char c) {
    return class_of(c) == letter;
}
bool continues_identifier(char c) {
    return class_of(c) == letter || class_of(c) == digit || c == '$';
}

Token Lexer::finish(TokenKind kind, std::size_t begin, std::size_t end, bool closed) {
    position_ = end;
    return {kind, begin, end, closed};
}

void Lexer::skip_blanks() {
    while (position_ < text_.size() && class_of(text_[position_]) == blank) ++position_;
}

Token Lexer::next() {
    skip_blanks();
    const std::size_t begin = position_;
    if (begin >= text_.size()) return {TokenKind::end, text_.size(), text_.size()};
    const char c = text_[begin];
    switch (class_of(c)) {
        case letter:
            return word(begin);
        case digit:
            return number(begin);
        case Class::symbol:
            return symbol(begin);
        case Class::operation:
            if (c == '-' && at(begin + 1) == '-') return line_comment(begin);
            if (c == '/' && at(begin + 1) == '*') return block_comment(begin);
            return operation(begin);
        default:
            break;
    }
    if (c == '\'') return quoted(TokenKind::string, begin, begin, backslash_escapes_);
    if (c == '"') return quoted(TokenKind::identifier, begin, begin, false);
    if (c == '$') return dollar(begin);
    if (c == '\\') return finish(TokenKind::backslash, begin, begin + 1);
    return finish(TokenKind::other, begin, begin + 1);
}

Token Lexer::word(std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < text_.size() && continues_identifier(text_[end])) ++end;
    if (end == begin + 1 && end < text_.size()) {
        const char first = lower(text_[begin]);
        const char quote = text_[end];
        if (quote == '\'') {
            if (first == 'e') return quoted(TokenKind::escape_string, begin, end, true);
            if (first == 'n') return quoted(TokenKind::string, begin, end, backslash_escapes_);
            if (first == 'b' || first == 'x') return quoted(TokenKind::string, begin, end, false);
        }
        if (first == 'u' && quote == '&' && (at(end + 1) == '\'' || at(end + 1) == '"'))
            return quoted(at(end + 1) == '"' ? TokenKind::identifier : TokenKind::string, begin, end + 1,
                          false);
    }
    return finish(TokenKind::word, begin, end);
}

// Where a string goes on after blanks with a line break, as the standard lets it: the next quote, or 0.
std::size_t Lexer::continuation(std::size_t after) const {
    bool line_break = false;
    while (after < text_.size() && class_of(text_[after]) == blank) {
        line_break = line_break || text_[after] == '\n' || text_[after] == '\r';
        ++after;
    }
    return line_break && at(after) == '\'' ? after : 0;
}

Token Lexer::quoted(TokenKind kind, std::size_t begin, std::size_t quote, bool escapes) {
    const char mark = text_[quote];
    std::size_t at_byte = quote + 1;
    while (at_byte < text_.size()) {
        if (!escapes) {
            at_byte = find_byte(text_, at_byte, mark);
        } else {
            while (at_byte < text_.size() && text_[at_byte] != mark && text_[at_byte] != '\\') ++at_byte;
            if (at_byte < text_.size() && text_[at_byte] == '\\') {
                at_byte += 2;
                continue;
            }
        }
        if (at_byte >= text_.size()) break;
        if (at(at_byte + 1) == mark) {
            at_byte += 2;
            continue;
        }
        // Only where backslashes escape does it matter that the next line's quote belongs to this string.
        const std::size_t more = escapes ? continuation(at_byte + 1) : 0;
        if (more == 0) return finish(kind, begin, at_byte + 1);
        at_byte = more + 1;
    }
    return finish(kind, begin, text_.size(), false);
}

Token Lexer::number(std::size_t begin) {
    std::size_t end = begin + 1;
    bool point = text_[begin] == '.';
    while (end < text_.size()) {
        const char c = text_[end];
        const bool exponent_sign = (c == '+' || c == '-') && lower(text_[end - 1]) == 'e' &&
                                   lower(at(begin + 1)) != 'x' && class_of(at(end + 1)) == digit;
        if (c == '.' && !point && at(end + 1) != '.')
            point = true;
        else if (class_of(c) != digit && class_of(c) != letter && !exponent_sign)
            break;
        ++end;
    }
    return finish(TokenKind::number, begin, end);
}

Token Lexer::dollar(std::size_t begin) {
    std::size_t end = begin + 1;
    if (class_of(at(end)) == digit) {
        while (class_of(at(end)) == digit) ++end;
        return finish(TokenKind::parameter, begin, end);
    }
    while (end < text_.size() && (class_of(text_[end]) == letter || class_of(text_[end]) == digit)) ++end;
    if (at(end) != '$') return finish(TokenKind::other, begin, begin + 1);
    const std::string_view tag = text_.substr(begin, end + 1 - begin);
    const std::size_t closing = text_.find(tag, end + 1);
    if (closing == text_.npos) return finish(TokenKind::dollar_string, begin, text_.size(), false);
    return finish(TokenKind::dollar_string, begin, closing + tag.size());
}

Token Lexer::line_comment(std::size_t begin) {
    return finish(TokenKind::comment, begin, find_byte(text_, begin, '\n'));
}

Token Lexer::block_comment(std::size_t begin) {
    std::size_t depth = 1;
    std::size_t at_byte = begin + 2;
    while (at_byte < text_.size()) {
        const char c = text_[at_byte];
        if (c == '*' && at(at_byte + 1) == '/') {
            at_byte += 2;
            if (--depth == 0) return finish(TokenKind::comment, begin, at_byte);
        } else if (c == '/' && at(at_byte + 1) == '*') {
            at_byte += 2;
            ++depth;
        } else {
            ++at_byte;
        }
    }
    return finish(TokenKind::comment, begin, text_.size(), false);
}

Token Lexer::operation(std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < text_.size() && class_of(text_[end]) == Class::operation) {
        const char next = at(end + 1);
        if ((text_[end] == '-' && next == '-') || (text_[end] == '/' && next == '*')) break;
        ++end;
    }
    return finish(TokenKind::operation, begin, end);
}

Token Lexer::symbol(std::size_t begin) {
    const char c = text_[begin];
    const char next = at(begin + 1);
    if (c == '.' && class_of(next) == digit) return number(begin);
    const bool pair = (c == ':' && (next == ':' || next == '=')) || (c == '.' && next == '.');
    return finish(TokenKind::symbol, begin, begin + (pair ? 2 : 1));
}

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    Lexer lexer{text};
    for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next())
        if (token.kind != TokenKind::comment) tokens.push_back(token);
    return tokens;
}

std::string identifier_name(std::string_view token) {
    std::string name;
    const std::size_t quote = token.find('"');
    if (quote == token.npos || quote > 2) {
        name.reserve(token.size());
        for (const char c : token) name += lower(c);
        return name;
    }
    for (std::size_t i = quote + 1; i < token.size(); ++i) {
        if (token[i] == '"' && (i + 1 >= token.size() || token[i + 1] != '"')) break;
        if (token[i] == '"') ++i;
        name += token[i];
    }
    return name;
}

std::string_view string_body(std::string_view token) {
    if (!token.empty() && token.front() == '$') {
        const std::size_t tag = token.find('$', 1);
        if (tag == token.npos || token.size() < 2 * (tag + 1)) return {};
        return token.substr(tag + 1, token.size() - 2 * (tag + 1));
    }
    const std::size_t quote = token.find('\'');
    if (quote == token.npos) return {};
    token.remove_prefix(quote + 1);
    if (!token.empty() && token.back() == '\'') token.remove_suffix(1);
    return token;
}

bool is_word(std::string_view token, std::string_view lower_case) {
    if (token.size() != lower_case.size()) return false;
    for (std::size_t i = 0; i < token.size(); ++i)
        if (lower(token[i]) != lower_case[i]) return false;
    return true;
}

}  // namespace assay::sql
