#include "domain/query/model/parameters.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "sql/tokens.h"

namespace assay::query {

using sql::TokenKind;

namespace {

constexpr int most_parameters = 65'535;  // the protocol's own bound

// 0 where it is none that a server takes.
int number_of(std::string_view parameter) {
    int number = 0;
    const auto [end, error] = std::from_chars(parameter.data() + 1, parameter.data() + parameter.size(), number);
    return error == std::errc{} && number <= most_parameters ? number : 0;
}

bool is_value(const sql::Token& token, std::string_view text) {
    return token.kind == TokenKind::string ? token.closed : token.kind == TokenKind::word && sql::is_word(token.in(text), "null");
}

}  // namespace

ParameterValues logged_values(std::string_view parameters) {
    ParameterValues values;
    const auto tokens = sql::tokens_of(parameters);
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::parameter || tokens[i + 1].in(parameters) != "=" || !is_value(tokens[i + 2], parameters)) continue;
        const auto number = static_cast<std::size_t>(number_of(tokens[i].in(parameters)));
        if (number == 0) continue;
        if (values.size() < number) values.resize(number);
        values[number - 1] = tokens[i + 2].in(parameters);
    }
    return values;
}

std::string value_of(const ParameterValues& values, int number) {
    if (number < 1 || static_cast<std::size_t>(number) > values.size()) return {};
    const std::string& value = values[static_cast<std::size_t>(number) - 1];
    return value.starts_with('\'') ? replaced(sql::string_body(value), "''", "'") : std::string{};
}

int parameters_in(std::string_view statement) {
    int most = 0;
    for (const auto& token : sql::tokens_of(statement))
        if (token.kind == TokenKind::parameter) most = std::max(most, number_of(token.in(statement)));
    return most;
}

std::string with_values(std::string_view statement, const ParameterValues& values) {
    std::string text;
    std::size_t at = 0;
    for (const auto& token : sql::tokens_of(statement)) {
        if (token.kind != TokenKind::parameter) continue;
        const auto number = static_cast<std::size_t>(number_of(token.in(statement)));
        if (number == 0 || number > values.size() || values[number - 1].empty()) continue;
        text.append(statement.substr(at, token.begin - at)).append(values[number - 1]);
        at = token.end;
    }
    return text.append(statement.substr(at));
}

PlannedStatement PlannedStatement::of(const std::string& statement, const ParameterValues& values) {
    auto text = with_values(statement, values);
    if (parameters_in(text) == 0) return {std::move(text), 0};
    return {statement, parameters_in(statement)};
}

}  // namespace assay::query
