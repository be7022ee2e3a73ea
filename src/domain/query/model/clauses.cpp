#include "domain/query/model/clauses.h"

namespace assay::query {

namespace {

std::string_view alias_of(sql::Node wrapped) {
    if (const auto table = wrapped.as("RangeVar")) return name_of(table);
    return wrapped.inner()["alias"]["aliasname"].text();
}

void add(sql::Node wrapped, sql::Node brought_by, bool optional, std::vector<FromItem>& items) {
    const auto join = wrapped.as("JoinExpr");
    if (!join) {
        items.push_back({wrapped, alias_of(wrapped), brought_by, optional});
        return;
    }
    const auto kind = join["jointype"].text();
    add(join["larg"], {}, optional || kind == "JOIN_RIGHT" || kind == "JOIN_FULL", items);
    add(join["rarg"], join, optional || kind == "JOIN_LEFT" || kind == "JOIN_FULL", items);
}

// The part of a ColumnRef that is `from_end` fields before its last.
sql::Node field(sql::Node column, int from_end) {
    const auto fields = column["fields"];
    int left = fields.size() - from_end;
    for (const sql::Node each : fields)
        if (--left == 0) return each;
    return {};
}

}  // namespace

std::string_view name_of(sql::Node table) {
    const auto alias = table["alias"]["aliasname"].text();
    return alias.empty() ? table["relname"].text() : alias;
}

std::vector<FromItem> from_items(sql::Node list) {
    std::vector<FromItem> items;
    for (const sql::Node each : list) add(each, {}, false, items);
    return items;
}

std::vector<sql::Node> conditions_of(sql::Node where) {
    if (!where) return {};
    const auto conjunction = where.as("BoolExpr");
    if (!conjunction || conjunction["boolop"].text() != "AND_EXPR") return {where};
    std::vector<sql::Node> found;
    for (const sql::Node argument : conjunction["args"]) found.push_back(argument);
    return found;
}

std::string_view qualifier_of(sql::Node column) { return column["fields"].size() < 2 ? std::string_view{} : field(column, 1).string(); }
std::string_view column_of(sql::Node column) { return field(column, 0).string(); }

std::string text_of(sql::Node column) {
    std::string text;
    for (const sql::Node each : column["fields"]) {
        if (!text.empty()) text += '.';
        text += each.tag() == "A_Star" ? "*" : each.string();
    }
    return text;
}

bool is_comparison(sql::Node expression, std::string_view operation) {
    const auto comparison = expression.as("A_Expr");
    if (comparison["kind"].text() != "AEXPR_OP") return false;
    return last_name(comparison["name"]) == operation;
}

bool is_value(sql::Node wrapped) {
    if (const auto cast = wrapped.as("TypeCast")) return is_value(cast["arg"]);
    return wrapped.as("A_Const") || wrapped.as("ParamRef");
}

std::string_view last_name(sql::Node names) {
    std::string_view last;
    for (const sql::Node each : names) last = each.string();
    return last;
}

}  // namespace assay::query
