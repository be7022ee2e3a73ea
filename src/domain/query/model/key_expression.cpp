#include "domain/query/model/key_expression.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "sql/names.h"

namespace assay::query {

using sql::Node;
using Text = std::optional<std::string>;

namespace {

// Names with their schema, as they were written: pg_catalog.timezone.
std::string qualified(Node names) {
    std::string text;
    for (const Node name : names) text += (text.empty() ? "" : ".") + sql::quote_identifier(name.string());
    return text;
}

Text constant(Node value) {
    if (value["isnull"].boolean()) return "NULL";
    if (value["sval"].exists()) return sql::quote_literal(value["sval"]["sval"].text());
    if (value["boolval"].exists()) return value["boolval"]["boolval"].boolean() ? "true" : "false";
    if (value["ival"].exists()) return std::to_string(value["ival"]["ival"].integer());
    if (value["fval"].exists()) return std::string{value["fval"]["fval"].text()};
    return {};
}

// The usual ones; of others the server says so.
bool is_aggregate(std::string_view name) {
    constexpr std::string_view names[]{"array_agg", "avg", "bool_and", "bool_or", "count", "every", "json_agg", "jsonb_agg", "max", "min", "string_agg", "sum"};
    return std::binary_search(std::begin(names), std::end(names), name);
}

class Printer {
public:
    explicit Printer(const ColumnText& column) : column_{column} {}

    Text print(Node wrapped) {
        if (wrapped.as("ColumnRef")) {
            auto name = column_(wrapped);
            names_column_ = names_column_ || name;
            return name;
        }
        if (const Node value = wrapped.as("A_Const")) return constant(value);
        if (const Node cast = wrapped.as("TypeCast")) return print_cast(cast);
        if (const Node call = wrapped.as("FuncCall")) return print_call(call);
        if (const Node operation = wrapped.as("A_Expr")) return print_operation(operation);
        return {};
    }
    bool names_column() const { return names_column_; }

private:
    Text print_cast(Node cast) {
        const Node type = cast["typeName"];
        auto argument = print(cast["arg"]);
        if (!argument || type["typmods"].exists() || type["names"].size() == 0) return {};
        std::string name = qualified(type["names"]);
        for (int i = 0; i < type["arrayBounds"].size(); ++i) name += "[]";
        return fmt::format("({})::{}", *argument, name);
    }

    Text print_call(Node call) {
        for (const auto* unusual : {"agg_star", "agg_distinct", "agg_filter", "agg_order", "over", "func_variadic"})
            if (call[unusual].exists()) return {};
        if (call["funcname"].size() == 1 && is_aggregate((*call["funcname"].begin()).string())) return {};
        std::string arguments;
        for (const Node argument : call["args"]) {
            const auto text = print(argument);
            if (!text) return {};
            arguments += (arguments.empty() ? "" : ", ") + *text;
        }
        return fmt::format("{}({})", qualified(call["funcname"]), arguments);
    }

    Text print_operation(Node operation) {
        if (operation["kind"].text() != "AEXPR_OP" || operation["name"].size() != 1) return {};
        const auto left = print(operation["lexpr"]), right = print(operation["rexpr"]);
        if (!left || !right) return {};
        return fmt::format("({} {} {})", *left, (*operation["name"].begin()).string(), *right);
    }

    const ColumnText& column_;
    bool names_column_ = false;
};

}  // namespace

Text key_expression(Node wrapped, const ColumnText& column) {
    if (wrapped.as("ColumnRef") || wrapped.as("A_Const")) return {};
    Printer printer{column};
    const auto text = printer.print(wrapped);
    if (!text || !printer.names_column()) return {};
    return "(" + *text + ")";
}

}  // namespace assay::query
