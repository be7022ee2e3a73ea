#include "domain/query/model/statement_literals.h"

#include "domain/query/model/clauses.h"

namespace assay::query {

using sql::Node;

namespace {

// A sub-select within has comparisons of its own.
bool is_in_sub_select(Node node, Node within) {
    for (Node at = node.parent(); at.exists() && at.index() != within.index(); at = at.parent())
        if (at.key() == "SubLink") return true;
    return false;
}

// One comparison, BETWEEN, IN, LIKE, or a condition that holds no other: constants beside columns.
void associate(Node expression, StatementLiterals& out) {
    std::set<std::string> columns, constants;
    std::set<int> parameters;
    expression.each("ColumnRef", [&](Node each) {
        if (const auto name = last_name(each["fields"]); !name.empty() && !is_in_sub_select(each, expression)) columns.emplace(name);
    });
    expression.each("A_Const", [&](Node each) {
        if (is_in_sub_select(each, expression)) return;
        if (const auto text = sql::constant_text(each.parent()); !text.empty() || each["sval"].exists()) constants.insert(text);
    });
    expression.each("ParamRef", [&](Node each) { parameters.insert(static_cast<int>(each["number"].integer())); });
    for (const auto& column : columns) out.of_column[column].insert(constants.begin(), constants.end());
    for (const auto number : parameters) out.columns_of_parameter[number].insert(columns.begin(), columns.end());
}

void json_path(Node expression, StatementLiterals& out) {
    const auto operation = expression["name"].size() ? (*expression["name"].begin()).string() : std::string_view{};
    if (operation != "->" && operation != "->>" && operation != "#>" && operation != "#>>" && operation != "?") return;
    expression["lexpr"].each("ColumnRef", [&](Node each) { out.json_keys[std::string{last_name(each["fields"])}].insert(sql::constant_text(expression["rexpr"])); });
}

}  // namespace

void StatementLiterals::add(const StatementLiterals& other) {
    for (const auto& [column, texts] : other.of_column) of_column[column].insert(texts.begin(), texts.end());
    for (const auto& [number, names] : other.columns_of_parameter) columns_of_parameter[number].insert(names.begin(), names.end());
    for (const auto& [column, keys] : other.json_keys) json_keys[column].insert(keys.begin(), keys.end());
    columns.insert(other.columns.begin(), other.columns.end());
    functions.insert(other.functions.begin(), other.functions.end());
    tables.insert(tables.end(), other.tables.begin(), other.tables.end());
    reads_all |= other.reads_all;
    writes |= other.writes;
}

StatementLiterals literals_of(Node root) {
    StatementLiterals out;
    root.each("A_Expr", [&](Node each) {
        associate(each, out);
        json_path(each, out);
    });
    for (const char* tag : {"CoalesceExpr", "FuncCall", "CaseExpr"}) root.each(tag, [&](Node each) { associate(each, out); });
    root.each("ColumnRef", [&](Node each) {
        if (const auto name = last_name(each["fields"]); !name.empty()) out.columns.emplace(name);
        each.each("A_Star", [&](Node) { out.reads_all = true; });
    });
    root.each("JoinExpr", [&](Node each) {
        for (const Node name : each["usingClause"]) out.columns.emplace(name.string());
        if (each["isNatural"].boolean()) out.reads_all = true;
    });
    root.each("FuncCall", [&](Node each) { out.functions.emplace(last_name(each["funcname"])); });
    root.each("RangeVar", [&](Node each) { out.tables.push_back({std::string{each["schemaname"].text()}, std::string{each["relname"].text()}}); });
    for (const char* tag : {"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "LockingClause", "IntoClause", "intoClause"})
        root.each(tag, [&](Node) { out.writes = true; });
    return out;
}

}  // namespace assay::query
