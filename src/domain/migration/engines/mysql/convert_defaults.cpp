// DEFAULT: literals in the form that the new type reads, the time, and expressions.
#include <algorithm>

#include "core/text.h"
#include "domain/migration/engines/mysql/lexer.h"
#include "domain/migration/engines/mysql/mapping.h"
#include "sql/names.h"

namespace assay::migration::mysql {

namespace {

using sql::quote_identifier;
using sql::quote_literal;

// A literal with its sign, if the text is one and nothing else.
std::optional<Value> literal_in(std::string_view text) {
    auto tokens = tokens_of(text);
    Value value;
    if (!tokens.empty() && tokens[0].kind == TokenKind::word && tokens[0].in(text).front() == '_') tokens.erase(tokens.begin());
    std::string sign;
    if (tokens.size() == 2 && tokens[0].kind == TokenKind::symbol) {
        sign = tokens[0].in(text) == "-" ? "-" : "";
        tokens.erase(tokens.begin());
    }
    if (tokens.size() != 1) return std::nullopt;
    const auto token = tokens[0].in(text);
    switch (tokens[0].kind) {
        case TokenKind::number: return Value{Value::Kind::number, false, sign + std::string{token}};
        case TokenKind::string: return Value{Value::Kind::bytes, false, bytes_of_string(token)};
        case TokenKind::hex: return Value{Value::Kind::bytes, true, bytes_of_hex(token)};
        case TokenKind::bits: return Value{Value::Kind::bits, false, std::string{digits_of_bits(token)}};
        case TokenKind::word: break;
        default: return std::nullopt;
    }
    if (is_word(token, "null")) return Value{};
    if (is_word(token, "true")) return Value{Value::Kind::number, false, "1"};
    if (is_word(token, "false")) return Value{Value::Kind::number, false, "0"};
    return std::nullopt;
}

bool is_the_time(std::string_view text) {
    const auto word = lower(text.substr(0, std::min(text.find('('), text.size())));
    for (const std::string_view each : {"current_timestamp", "now", "localtime", "localtimestamp", "current_date", "curdate"})
        if (trimmed(word) == each) return text.find_first_of("+-*/") == text.npos;
    return false;
}

std::string time_for(Form form, std::string_view type) {
    if (starts_with(type, "timestamptz")) return "CURRENT_TIMESTAMP";
    if (starts_with(type, "timestamp")) return "LOCALTIMESTAMP";
    if (type == "date") return "CURRENT_DATE";
    return form == Form::time ? "LOCALTIME" : "CURRENT_TIMESTAMP";
}

// nextval(`db`.`seq`), as MariaDB writes it.
std::optional<std::string> nextval_in(std::string_view text, const Mapping& mapping) {
    const auto tokens = tokens_of(text);
    if (tokens.size() < 4 || !is_word(tokens[0].in(text), "nextval")) return std::nullopt;
    TableName name{"", name_of(tokens[tokens.size() - 2].in(text))};
    if (tokens.size() == 6) name.database = name_of(tokens[2].in(text));
    return "nextval(" + quote_literal(mapping.name_of(name).quoted()) + ")";
}

std::string literal_for(const Value& value, const ValueShape& shape, ValueTrouble& trouble) {
    const auto text = text_of(value, shape, trouble);
    if (!text) return {};
    switch (shape.form) {
        case Form::boolean: return *text == "t" ? "true" : "false";
        case Form::bits: return "B" + quote_literal(*text);
        case Form::number: return text->find_first_not_of("-+.0123456789eE") == std::string::npos ? *text : quote_literal(*text);
        default: return quote_literal(*text);
    }
}

}  // namespace

std::string convert_default(Mapping& mapping, const Table& table, const Column& column, const ValueShape& shape, bool& drops_not_null) {
    const auto& text = column.default_value->text;
    const auto form = shape.form;
    if (is_the_time(text)) return time_for(form, mapping.cast_of_column(column).type);
    if (const auto value = literal_in(text)) {
        ValueTrouble trouble;
        auto made = literal_for(*value, shape, trouble);
        drops_not_null = trouble.zero_date;
        if (trouble.unreadable || trouble.not_in_list) mapping.lose(losses::default_value, table, column.name, column.place, text);
        return made;
    }
    if (auto next = nextval_in(text, mapping)) return *next;
    const auto expression = translate(text, mapping.scope());
    if (!expression.problem.empty()) {
        mapping.lose(losses::default_value, table, column.name, column.place, expression.problem);
        return {};
    }
    return is_text(column.type) ? "(" + expression.sql + ")::text" : "(" + expression.sql + ")";
}

}  // namespace assay::migration::mysql
