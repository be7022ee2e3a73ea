#include "domain/migration/plan/recreate.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

using sql::quote_identifier;

bool reads(const std::vector<std::string>& columns, const std::string& name) { return std::find(columns.begin(), columns.end(), name) != columns.end(); }

std::string column_definition(const ColumnFacts& column, bool not_null) {
    auto text = fmt::format("{} {}", quote_identifier(column.name), column.type);
    if (column.identity != '\0') return text + fmt::format(" generated {} as identity", column.identity == 'a' ? "always" : "by default");
    if (!column.default_text.empty()) text += " default " + column.default_text;
    return not_null ? text + " not null" : text;
}

// A serial column's sequence went with it.
bool owns_sequence(const ColumnFacts& column) { return !column.sequence.empty() && column.identity == '\0'; }

std::string owned_by(const ColumnFacts& column, const std::string& relation) {
    return fmt::format("alter sequence {} owned by {}.{};", column.sequence, sql::quote_relation(relation), quote_identifier(column.name));
}

// A definition of an index names its table.
std::string on_table(const IndexFacts& index, const std::string& relation) {
    const auto on = index.definition.find(" ON "), method = index.definition.find(" USING ");
    if (on == std::string::npos || method == std::string::npos) return index.definition + ";";
    return index.definition.substr(0, on) + " ON " + sql::quote_relation(relation) + index.definition.substr(method) + ";";
}

void constraints_again(const TableFacts& table, const std::string& relation, const std::string& of_column, std::vector<std::string>& parts) {
    for (const auto& index : table.indexes)
        if (index.constraint.empty() && (of_column.empty() || reads(index.columns, of_column))) parts.push_back(on_table(index, relation));
    // Keys before what refers to them.
    for (const std::string_view types : {"pux", "cf"})
        for (const auto& constraint : table.constraints)
            if (types.find(constraint.type) != types.npos && (of_column.empty() || reads(constraint.columns, of_column)))
                parts.push_back(alter_table(relation, fmt::format("add constraint {} {}", quote_identifier(constraint.name), constraint.definition)));
}

}  // namespace

std::string column_again(const TableFacts& table, const ColumnFacts& column, bool nullable) {
    std::vector<std::string> parts;
    if (owns_sequence(column)) parts.push_back(fmt::format("create sequence {}{};", column.sequence, column.type == "bigint" ? "" : " as " + column.type));
    parts.push_back(alter_table(table.relation, "add column " + column_definition(column, column.not_null && !nullable)));
    if (owns_sequence(column)) parts.push_back(owned_by(column, table.relation));
    constraints_again(table, table.relation, column.name, parts);
    return statements(parts);
}

std::string table_again(const TableFacts& table, const std::string& name) {
    std::vector<std::string> parts, columns;
    for (const auto& column : table.columns) {
        if (owns_sequence(column)) parts.push_back(fmt::format("create sequence {}{};", column.sequence, column.type == "bigint" ? "" : " as " + column.type));
        columns.push_back(column_definition(column, column.not_null));
    }
    parts.push_back(fmt::format("create table {} ({});", sql::quote_relation(name), joined(columns, ", ")));
    for (const auto& column : table.columns)
        if (owns_sequence(column)) parts.push_back(owned_by(column, name));
    constraints_again(table, name, {}, parts);
    return statements(parts);
}

}  // namespace assay::migration
