// helper: statements with values.
#include "domain/query/prove/planned_statement.h"

#include <algorithm>
#include <charconv>

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

}  // namespace

PlannedStatement planned_statement(const Query& query) {
    if (query.samples.empty()) return with_values(query.text, {});
    const auto& sample = query.samples.front();
    auto planned = with_values(sample.statement, logged_values(sample.parameters));
    return planned.parameters == 0 ? planned : with_values(sample.statement, {});
}

std::vector<std::string> written_statements(const Query& query) {
    std::vector<std::string> all;
    for (const auto& sample : query.samples) all.push_back(sample.statement);
    if (all.empty()) all.push_back(query.text);
    return all;
}

}  // namespace assay::query
