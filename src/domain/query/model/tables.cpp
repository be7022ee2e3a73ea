#include "domain/query/model/tables.h"

#include <fmt/core.h>

#include "core/text.h"

namespace assay::query {

std::string IndexText::columns() const {
    std::string text = "(" + joined(keys, ", ") + ")";
    if (!included.empty()) text += " INCLUDE (" + joined(included, ", ") + ")";
    if (!predicate.empty()) text += " WHERE " + predicate;
    return text;
}

std::string IndexText::statement() const { return live_statement(true); }

std::string IndexText::live_statement(bool partitioned, const std::string& name) const {
    return fmt::format("CREATE {}INDEX {}{}ON {} {}{}", unique ? "UNIQUE " : "", partitioned ? "" : "CONCURRENTLY ", name.empty() ? "" : name + " ",
                       table, method == "btree" ? "" : "USING " + method + " ", columns());
}

namespace {

// "made DESC NULLS LAST" is about the column made.
std::string_view column_part(std::string_view key) { return key.front() == '(' ? key : key.substr(0, key.find(' ')); }

}  // namespace

double index_bytes(const Tables& tables, const IndexText& index, double share) {
    const auto table = tables.find(index.table);
    if (table == tables.end()) return 0;
    static const ColumnStatistics unknown{.null_fraction = 0, .distinct = 1e12, .widths = {{8, 1}}, .alignment = 8};
    const auto statistics_of = [&](std::string_view key) {
        const Column* column = table->second.find(column_part(key));
        return column ? &column->statistics : &unknown;
    };
    if (index.method == "brin") return static_cast<double>(brin_bytes(table->second.pages, 128, statistics_of(index.keys[0])->widths[0].bytes));
    if (index.method == "hash") return static_cast<double>(hash_bytes(table->second.rows * share));
    if (index.method != "btree") return 0;
    BtreeShape shape{.rows = table->second.rows * share, .keys = {}, .included = {}, .unique = index.unique};
    for (const auto& key : index.keys) shape.keys.push_back(statistics_of(key));
    for (const auto& column : index.included) shape.included.push_back(statistics_of(column));
    return static_cast<double>(btree_size(shape).bytes);
}

}  // namespace assay::query
