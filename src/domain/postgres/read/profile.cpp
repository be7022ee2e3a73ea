// Rows: how many each table holds, and of every column how many values, how different, how long, how large.
#include <fmt/core.h>

#include <map>

#include "domain/postgres/read/read.h"

namespace assay::postgres {

namespace {

struct Table {
    std::string id, name;
    std::vector<std::pair<std::string, std::string>> columns;  // id, quoted name
    std::vector<std::string> types;
};

bool is_number(std::string_view type) {
    return type == "int2" || type == "int4" || type == "int8" || type == "numeric" || type == "float4" || type == "float8";
}
bool is_text(std::string_view type) { return type == "text" || type == "varchar" || type == "bpchar" || type == "citext"; }

std::vector<Table> tables_of(const Catalogue& catalogue) {
    std::vector<Table> tables;
    std::map<std::string, std::size_t> where;
    const RowSet* relations = catalogue.find("relations");
    const RowSet* attributes = catalogue.find("attributes");
    if (!relations || !attributes) return tables;
    const int id = relations->column("id"), kind = relations->column("kind"), extension = relations->column("is_extension");
    const int partition = relations->column("is_partition");
    const int schema = relations->column("schema"), relname = relations->column("relname");
    for (std::size_t row = 0; row < relations->rows(); ++row) {
        const auto& what = *relations->at(row, kind);
        if ((what != "table" && what != "partitioned") || relations->at(row, extension) == "t" || relations->at(row, partition) == "t") continue;
        where[*relations->at(row, id)] = tables.size();
        tables.push_back({*relations->at(row, id),
                          pg::quote_identifier(*relations->at(row, schema)) + "." + pg::quote_identifier(*relations->at(row, relname)),
                          {}, {}});
    }
    const int attribute = attributes->column("id"), relation = attributes->column("relation_id");
    const int name = attributes->column("name"), type = attributes->column("type_name");
    for (std::size_t row = 0; row < attributes->rows(); ++row)
        if (const auto found = where.find(*attributes->at(row, relation)); found != where.end()) {
            tables[found->second].columns.emplace_back(*attributes->at(row, attribute), *attributes->at(row, name));
            tables[found->second].types.push_back(*attributes->at(row, type));
        }
    return tables;
}

// One row of aggregates for a table: its count, then for each column values, distinct values, and by type
// the least and largest number or the lengths of texts.
std::string profile_query(const Table& table) {
    std::string query = "select count(*)";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto& name = table.columns[i].second;
        const auto& type = table.types[i];
        const bool comparable = type != "json" && type != "xml" && type != "point" && type != "polygon" && type != "box";
        query += fmt::format(", count({0}), {1}", name, comparable ? fmt::format("count(distinct {})", name) : "null");
        query += is_number(type) ? fmt::format(", min({0})::text, max({0})::text", name) : std::string{", null, null"};
        query += is_text(type) ? fmt::format(", min(length({0}::text)), max(length({0}::text)), max(octet_length({0}::text))", name)
                               : std::string{", null, null, null"};
    }
    return query + " from " + table.name;
}

constexpr int values_per_column = 7;

void add_profile(const Table& table, const pg::Rows& rows, RowSet& counts, RowSet& columns) {
    const auto text = [&](int column) -> std::optional<std::string> {
        if (rows.is_null(0, column)) return {};
        return std::string{rows.text(0, column)};
    };
    counts.values.emplace_back(table.id);
    counts.values.push_back(text(0));
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        columns.values.emplace_back(table.columns[i].first);
        columns.values.emplace_back(table.id);
        columns.values.push_back(text(0));
        const int first = 1 + static_cast<int>(i) * values_per_column;
        for (int value = 0; value < values_per_column; ++value) columns.values.push_back(text(first + value));
    }
}

}  // namespace

Result<void> profile_rows(pg::Connection& connection, Budget& budget, Catalogue& catalogue) {
    RowSet counts{"relation_rows", {"relation_id", "rows"}, {false, false}, {}};
    RowSet columns{"column_profile",
                   {"attribute_id", "relation_id", "rows", "filled", "different", "minimum", "maximum", "least_length", "most_length", "most_bytes"},
                   std::vector<bool>(10, false), {}};
    for (const auto& table : tables_of(catalogue)) {
        if (budget.spent()) break;
        auto any = connection.query(fmt::format("select exists (select from {})", table.name), budget.left());
        if (any && !any->boolean(0, 0)) {
            counts.values.emplace_back(table.id);
            counts.values.emplace_back("0");
            continue;
        }
        auto rows = connection.query(profile_query(table), budget.left());
        if (rows && rows->size() == 1) add_profile(table, *rows, counts, columns);
    }
    catalogue.rows.push_back(std::move(counts));
    catalogue.rows.push_back(std::move(columns));
    return {};
}

}  // namespace assay::postgres
