#include "domain/migration/engines/mysql/rows.h"

#include <fmt/core.h>

#include "core/utf8.h"

namespace assay::migration::mysql {

namespace {

constexpr std::size_t shown_bytes = 40;
constexpr std::size_t most_columns = 4096;  // as many as a table of MySQL's can have

}  // namespace

InsertReader::InsertReader(std::string_view statement) : statement_{statement}, lexer_{statement} {
    advance();
    read_head();
}

bool InsertReader::fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    token_ = {TokenKind::end, statement_.size(), statement_.size()};
    return false;
}

// Up to the first row.
void InsertReader::read_head() {
    advance();  // INSERT or REPLACE
    while (sees("low_priority") || sees("delayed") || sees("high_priority") || sees("ignore") || sees("into")) advance();
    const auto name = [&]() -> std::string {
        if (token_.kind != TokenKind::word && token_.kind != TokenKind::quoted && token_.kind != TokenKind::string) return fail("expected a table after INSERT INTO"), "";
        auto found = name_of(text());
        advance();
        return found;
    };
    table_.name = name();
    if (sees_symbol('.')) {
        advance();
        table_ = {table_.name, name()};
    }
    if (sees_symbol('(')) {
        advance();
        while (problem_.empty() && !sees_symbol(')') && columns_.size() < most_columns) {
            columns_.push_back(name());
            if (sees_symbol(',')) advance();
        }
        advance();
    }
    if (!problem_.empty()) return;
    if (sees("values") || sees("value")) return advance();
    fail(sees("set") || sees("select") ? "only INSERT … VALUES is taken over" : "expected VALUES");
}

bool InsertReader::next(std::vector<Value>& row) {
    if (sees_symbol(',')) advance();
    if (token_.kind == TokenKind::end) return false;
    row_begin_ = token_.begin;
    if (sees("row")) advance();
    if (!sees_symbol('(')) {
        if (sees("on") || sees("as") || sees("returning")) return fail("ON DUPLICATE KEY UPDATE is not carried out");
        return fail(fmt::format("expected '(' or the end of the rows, found {}", text().substr(0, utf8::boundary(text(), shown_bytes))));
    }
    advance();
    std::size_t count = 0;
    while (!sees_symbol(')')) {
        if (token_.kind == TokenKind::end) return fail("the statement ends within a row");
        if (count >= most_columns) return fail("a row has too many values");
        if (row.size() <= count) row.emplace_back();
        read_value(row[count++]);
        if (sees_symbol(',')) advance();
        else if (!sees_symbol(')')) return fail(fmt::format("expected ',' or ')' in a row, found {}", text().substr(0, utf8::boundary(text(), shown_bytes))));
    }
    advance();
    row.resize(count);
    return true;
}

void InsertReader::read_value(Value& value) {
    value.is_hex = false;
    const bool minus = sees_symbol('-');
    if (minus || sees_symbol('+')) advance();
    switch (token_.kind) {
        case TokenKind::number:
            value.kind = Value::Kind::number;
            value.bytes.assign(minus ? "-" : "").append(text());
            break;
        case TokenKind::string:
            value.kind = Value::Kind::bytes;
            value.bytes = bytes_of_string(text());
            break;
        case TokenKind::hex:
            value.kind = Value::Kind::bytes;
            value.is_hex = true;
            value.bytes = bytes_of_hex(text());
            break;
        case TokenKind::bits:
            value.kind = Value::Kind::bits;
            value.bytes = digits_of_bits(text());
            break;
        case TokenKind::word: return read_word(value);
        default:
            value.kind = Value::Kind::other;
            return skip_expression();
    }
    advance();
    if (!sees_symbol(',') && !sees_symbol(')')) {
        value.kind = Value::Kind::other;
        skip_expression();
    }
}

void InsertReader::read_word(Value& value) {
    // _binary '…', _utf8mb4 '…'
    if (text().front() == '_') {
        advance();
        if (token_.kind == TokenKind::string || token_.kind == TokenKind::hex) return read_value(value);
        value.kind = Value::Kind::other;
        return skip_expression();
    }
    constexpr std::pair<std::string_view, Value::Kind> words[]{{"null", Value::Kind::null}, {"default", Value::Kind::automatic}, {"true", Value::Kind::number},
                                                               {"false", Value::Kind::number}, {"now", Value::Kind::now}, {"current_timestamp", Value::Kind::now},
                                                               {"curdate", Value::Kind::now}, {"sysdate", Value::Kind::now}, {"current_date", Value::Kind::now}};
    value.kind = Value::Kind::other;
    for (const auto& [word, kind] : words)
        if (sees(word)) {
            value.kind = kind;
            value.bytes = word == "true" ? "1" : "0";
        }
    advance();
    if (value.kind == Value::Kind::now && sees_symbol('(')) {
        while (token_.kind != TokenKind::end && !sees_symbol(')')) advance();
        advance();
    }
    if (sees_symbol(',') || sees_symbol(')')) return;
    value.kind = Value::Kind::other;
    skip_expression();
}

// To the comma or parenthesis behind it.
void InsertReader::skip_expression() {
    int depth = 0;
    while (token_.kind != TokenKind::end) {
        if (depth == 0 && (sees_symbol(',') || sees_symbol(')'))) return;
        if (sees_symbol('(')) ++depth;
        if (sees_symbol(')')) --depth;
        advance();
    }
}

}  // namespace assay::migration::mysql
