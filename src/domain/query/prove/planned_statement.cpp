// helper: statements with values.
#include "domain/query/prove/planned_statement.h"

#include <algorithm>
#include <charconv>

#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

using sql::TokenKind;

// Values as the log has them: "$1 = '5', $2 = NULL".
std::vector<std::string> logged_values(std::string_view parameters) {
    std::vector<std::string> values;
    const auto tokens = sql::tokens_of(parameters);
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
        if (tokens[i].kind == TokenKind::parameter && tokens[i + 1].in(parameters) == "=")
            values.emplace_back(tokens[i + 2].in(parameters));
    return values;
}

// The statement with each $n replaced by its value.
PlannedStatement with_values(std::string_view statement, const std::vector<std::string>& values) {
    PlannedStatement planned;
    std::size_t at = 0;
    for (const auto& token : sql::tokens_of(statement)) {
        if (token.kind != TokenKind::parameter) continue;
        std::size_t number = 0;
        std::from_chars(statement.data() + token.begin + 1, statement.data() + token.end, number);
        planned.text.append(statement.substr(at, token.begin - at));
        at = token.end;
        if (number >= 1 && number <= values.size() && !values[number - 1].empty()) {
            planned.text.append(values[number - 1]);
        } else {
            planned.parameters = std::max(planned.parameters, static_cast<int>(number));
            planned.text.append(token.in(statement));
        }
    }
    planned.text.append(statement.substr(at));
    return planned;
}

// As a literal; empty when the statistics have none.
std::string typical_value(const ParameterUse& parameter) {
    if (!parameter.table) return parameter.operation == "limitCount" ? "20" : "0";
    const Column* column = parameter.table->find(parameter.column);
    if (!column) return {};
    // What lies beyond the value is a tenth of the rows.
    const bool is_above = parameter.operation[0] == '>', is_below = parameter.operation[0] == '<';
    const auto& value = is_above ? column->high : is_below ? column->low : parameter.operation == "=" ? column->typical : std::string{};
    return value.empty() ? value : sql::quote_literal(value);
}

}  // namespace

PlannedStatement planned_statement(const Query& query) {
    if (query.samples.empty()) return with_values(query.text, {});
    const auto& sample = query.samples.front();
    auto planned = with_values(sample.statement, logged_values(sample.parameters));
    return planned.parameters == 0 ? planned : with_values(sample.statement, {});
}

PlannedStatement with_typical_values(PlannedStatement planned, const Roles& roles) {
    std::vector<std::string> values(static_cast<std::size_t>(planned.parameters));
    for (const auto& parameter : roles.parameters)
        if (parameter.number >= 1 && parameter.number <= planned.parameters) values[static_cast<std::size_t>(parameter.number - 1)] = typical_value(parameter);
    auto with = with_values(planned.text, values);
    return with.parameters == 0 ? with : planned;
}

std::vector<std::string> written_statements(const Query& query) {
    std::vector<std::string> all;
    for (const auto& sample : query.samples) all.push_back(sample.statement);
    if (all.empty()) all.push_back(query.text);
    return all;
}

}  // namespace assay::query
