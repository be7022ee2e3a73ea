// Tables, their columns and indexes, as far as advice on indexes needs them.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/query/model/index_size.h"

namespace assay::query {

// An index as its statement has it: CREATE INDEX … ON table (columns and expressions) INCLUDE … WHERE.
struct IndexText {
    std::string table;
    std::vector<std::string> keys = {};  // as SQL: a column, or an expression in parentheses, and options
    std::vector<std::string> included = {};
    std::string predicate = {};
    std::string method = "btree";
    bool unique = false;

    std::string columns() const;    // "(a, b DESC) INCLUDE (c) WHERE …"
    std::string statement() const;  // "CREATE INDEX ON t (a, b DESC) …"
    // For a system in use: CONCURRENTLY where the table can be locked less so (a partitioned one cannot). The server
    // chooses a name where none is given.
    std::string live_statement(bool partitioned, const std::string& name = {}) const;
    auto operator<=>(const IndexText&) const = default;
};

struct Column {
    std::string name;      // as SQL writes it
    std::string type;      // "integer", "text"
    int number = 0;
    bool nullable = true;
    double correlation = 0;
    ColumnStatistics statistics = {};
    std::vector<std::string> methods = {};  // that have a default class for this type: "btree", "gin", …
    // Values that the statistics name, as text: one that is neither common nor rare; those that a tenth of the rows lie
    // below, a fifth below, and a tenth above. Empty where there are none.
    std::string typical = {}, low = {}, second_low = {}, high = {};
};

struct Table {
    std::string name;  // with its schema, as SQL writes it
    std::int64_t oid = 0;
    double rows = 0, pages = 0;
    bool has_statistics = false;
    bool partitioned = false;
    std::vector<Column> columns;

    const Column* find(std::string_view column) const {
        for (const auto& each : columns)
            if (each.name == column) return &each;
        return nullptr;
    }
};

// By name with schema.
using Tables = std::map<std::string, Table>;

// What CREATE INDEX would make of it, in bytes; 0 for methods that have no model. `share` of the table's rows are in
// it. Expressions count as values of eight bytes, all different.
double index_bytes(const Tables& tables, const IndexText& index, double share = 1);

}  // namespace assay::query
