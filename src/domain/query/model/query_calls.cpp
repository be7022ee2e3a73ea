#include "domain/query/model/query_calls.h"

#include <algorithm>

#include "core/text.h"
#include "sql/names.h"
#include "sql/tree.h"

namespace assay::query {

namespace {

sql::Node only_statement(const sql::Tree& tree) {
    const sql::Node statements = tree.root()["stmts"];
    return statements.size() == 1 ? (*statements.begin())["stmt"] : sql::Node{};
}

bool has_roles(std::string_view tag) { return tag == "SelectStmt" || tag == "InsertStmt" || tag == "UpdateStmt" || tag == "DeleteStmt"; }

bool is_above(const ParameterUse& parameter) { return parameter.operation.starts_with('>'); }
bool is_below(const ParameterUse& parameter) { return parameter.operation.starts_with('<'); }

// A range that ends on both sides, as of BETWEEN.
bool has_other_end(const Roles& roles, const ParameterUse& parameter) {
    return std::any_of(roles.parameters.begin(), roles.parameters.end(), [&](const ParameterUse& other) {
        return other.table == parameter.table && other.column == parameter.column && (is_above(parameter) ? is_below(other) : is_above(other));
    });
}

// One that a tenth of the rows lie beyond, or between it and the other end.
const std::string& end_of_range(const Column& column, const ParameterUse& parameter, bool both_ends) {
    if (is_above(parameter)) return both_ends ? column.low : column.high;
    return both_ends ? column.second_low : column.low;
}

// As SQL; empty when the statistics have none.
std::string usual_value(const Roles& roles, const ParameterUse& parameter) {
    if (!parameter.table) return parameter.operation == "limitCount" ? "20" : "0";
    const Column* column = parameter.table->find(parameter.column);
    if (!column) return {};
    const bool is_range = is_above(parameter) || is_below(parameter), is_array = parameter.operation == "= ANY";
    if (!is_range && !is_array && parameter.operation != "=") return {};
    const auto& value = is_range ? end_of_range(*column, parameter, has_other_end(roles, parameter)) : column->typical;
    if (value.empty()) return {};
    return sql::quote_literal(is_array ? "{\"" + replaced(replaced(value, "\\", "\\\\"), "\"", "\\\"") + "\"}" : value);
}

}  // namespace

std::vector<Sample> calls_of(const Query& query) {
    if (!query.samples.empty()) return query.samples;
    return {Sample{.statement = query.text}};
}

std::optional<Roles> roles_of_calls(const sql::Parser& parser, const Query& query, const Tables& tables) {
    std::optional<Roles> roles;
    for (const auto& call : calls_of(query)) {
        if (!sql::Tree::takes(call.statement)) continue;
        const auto tree = sql::Tree::parse(parser, call.statement);
        const auto statement = tree ? only_statement(*tree) : sql::Node{};
        if (!has_roles(statement.tag())) continue;
        auto here = roles_of(statement, tables, logged_values(call.parameters));
        if (roles)
            add_call(*roles, here);
        else
            roles = std::move(here);
    }
    return roles;
}

ParameterValues usual_values(const Roles& roles, int count) {
    ParameterValues values(static_cast<std::size_t>(count));
    for (const auto& parameter : roles.parameters)
        if (parameter.number >= 1 && parameter.number <= count) values[static_cast<std::size_t>(parameter.number - 1)] = usual_value(roles, parameter);
    return values;
}

}  // namespace assay::query
