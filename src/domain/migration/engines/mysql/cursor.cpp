#include "domain/migration/engines/mysql/cursor.h"

#include <fmt/core.h>

#include "core/text.h"
#include "core/utf8.h"
#include "sql/script.h"

namespace assay::migration::mysql {

namespace {

constexpr std::size_t shown_token_bytes = 40;

// Names in backquotes, as other dumps have them.
std::string with_backquotes(std::string_view text) {
    std::string made;
    std::size_t copied = 0;
    for (const auto& token : tokens_of(text)) {
        if (token.kind != TokenKind::string || text[token.begin] != '"') continue;
        made.append(text.substr(copied, token.begin - copied)).append("`").append(replaced(name_of(token.in(text)), "`", "``")).append("`");
        copied = token.end;
    }
    return made.append(text.substr(copied));
}

}  // namespace

Cursor::Cursor(std::string_view text, Location start, bool ansi_quotes)
    : text_{text}, start_{std::move(start)}, tokens_{tokens_of(text)}, none_{TokenKind::end, text.size(), text.size()}, ansi_quotes_{ansi_quotes} {}

const Token& Cursor::token(std::size_t ahead) const { return next_ + ahead < tokens_.size() ? tokens_[next_ + ahead] : none_; }

bool Cursor::sees(std::string_view words) const {
    std::size_t ahead = 0;
    for (const auto word : split(words, ' ')) {
        if (token(ahead).kind != TokenKind::word || !is_word(text(ahead), word)) return false;
        ++ahead;
    }
    return true;
}

bool Cursor::sees_symbol(std::string_view symbol, std::size_t ahead) const { return token(ahead).kind == TokenKind::symbol && text(ahead) == symbol; }

bool Cursor::accept(std::string_view words) {
    if (!sees(words)) return false;
    next_ += split(words, ' ').size();
    return true;
}

bool Cursor::accept_symbol(std::string_view symbol) {
    if (!sees_symbol(symbol)) return false;
    ++next_;
    return true;
}

void Cursor::expect(std::string_view words) {
    if (!accept(words)) fail_expecting(words);
}

void Cursor::expect_symbol(std::string_view symbol) {
    if (!accept_symbol(symbol)) fail_expecting(fmt::format("'{}'", symbol));
}

std::string Cursor::name(std::string_view what) {
    const auto kind = token().kind;
    if (kind != TokenKind::word && kind != TokenKind::quoted && kind != TokenKind::string) {
        fail_expecting(what);
        return {};
    }
    if (!token().closed) {
        fail(fmt::format("{} has no closing quote", what));
        return {};
    }
    auto found = name_of(text());
    ++next_;
    return found;
}

TableName Cursor::table_name(std::string_view what) {
    TableName found{"", name(what)};
    if (accept_symbol(".")) found = {found.name, name(what)};
    return found;
}

std::vector<std::string> Cursor::names_in_parentheses(std::string_view what) {
    std::vector<std::string> names;
    expect_symbol("(");
    do names.push_back(name(what));
    while (accept_symbol(","));
    expect_symbol(")");
    return names;
}

std::string Cursor::string(std::string_view what) {
    // A word that names the string's character set may stand before it.
    if (token().kind == TokenKind::word && text().front() == '_' && token(1).kind == TokenKind::string) ++next_;
    if (token().kind != TokenKind::string || !token().closed) {
        fail_expecting(what);
        return {};
    }
    auto bytes = bytes_of_string(text());
    ++next_;
    return bytes;
}

std::string Cursor::number(std::string_view what) {
    if (token().kind != TokenKind::number) {
        fail_expecting(what);
        return {};
    }
    std::string digits{text()};
    ++next_;
    return digits;
}

std::string Cursor::option_value() {
    accept_symbol("=");
    if (at_end()) return {};
    if (token().kind == TokenKind::string) return string("a value");
    std::string value = name_of(text());
    ++next_;
    return value;
}

Expression Cursor::between(std::size_t first, std::size_t last) const {
    if (first >= last) return {"", place()};
    const auto begin = tokens_[first].begin;
    const auto between = text_.substr(begin, tokens_[last - 1].end - begin);
    return {ansi_quotes_ ? with_backquotes(between) : std::string{between}, sql::locate(text_, begin, start_)};
}

Expression Cursor::group() {
    const auto open = next_;
    skip_group();
    if (error_ || open + 1 > next_) return {};
    return between(open + 1, next_ - 1);
}

void Cursor::skip_group() {
    if (!sees_symbol("(")) {
        if (at_end()) return fail_expecting("'('");
        ++next_;
        return;
    }
    const auto where = place();
    int depth = 0;
    for (; !at_end(); ++next_) {
        if (sees_symbol("(")) ++depth;
        if (sees_symbol(")") && --depth == 0) {
            ++next_;
            return;
        }
    }
    if (!error_) error_ = Error{"this parenthesis is not closed", where};
}

Expression Cursor::rest() {
    auto all = between(next_, tokens_.size());
    next_ = tokens_.size();
    return all;
}

Location Cursor::place(std::size_t ahead) const { return sql::locate(text_, token(ahead).begin, start_); }

void Cursor::fail(std::string message) {
    if (!error_) error_ = Error{std::move(message), place()};
    next_ = tokens_.size();
}

void Cursor::fail_expecting(std::string_view what) {
    const auto here = text();
    const auto shown = here.substr(0, utf8::boundary(here, shown_token_bytes));
    fail(at_end() ? fmt::format("expected {}, but the statement ends", what) : fmt::format("expected {}, found {}", what, shown));
}

}  // namespace assay::migration::mysql
