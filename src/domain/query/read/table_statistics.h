// Tables as the planner of one database knows them: rows, pages, columns with what the sizes of indexes need.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "domain/query/model/index_size.h"
#include "world/pg.h"

namespace assay::query {

struct Column {
    std::string name;      // as SQL writes it
    std::string type;      // "integer", "text"
    int number = 0;
    bool nullable = true;
    double correlation = 0;
    ColumnStatistics statistics = {};
    std::vector<std::string> methods = {};  // that have a default class for this type: "btree", "gin", …
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

// Every table of the user's, by its name. The session must be allowed to read pg_stats of all of them.
Result<std::map<std::string, Table>> read_tables(pg::Connection& session);

// The size of an index as its statement has it: CREATE INDEX … ON table (columns and expressions) INCLUDE … WHERE.
struct IndexText {
    std::string table;
    std::vector<std::string> keys = {};  // as SQL: a column, or an expression in parentheses, and options
    std::vector<std::string> included = {};
    std::string predicate = {};
    std::string method = "btree";
    bool unique = false;

    std::string columns() const;    // "(a, b DESC) INCLUDE (c) WHERE …"
    std::string statement() const;  // "CREATE INDEX ON t (a, b DESC) …"
    auto operator<=>(const IndexText&) const = default;
};

}  // namespace assay::query
