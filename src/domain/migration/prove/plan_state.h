// What a database of the lab holds: its rows as sums over tables and columns, its schema as a model; compared for people.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/result.h"
#include "domain/migration/model/objects.h"
#include "world/pg.h"

namespace assay::migration {

struct RowState {
    // "orders": how many rows; "orders.total": a sum over hashes of key and value, so that the order of rows says nothing.
    std::map<std::string, std::string, std::less<>> sums;
    std::set<std::string, std::less<>> tables;
    std::int64_t rows = 0;
};

Result<RowState> row_state(pg::Connection& session);
// Tables and columns that are not the same, but for those that are named: a table stands for its columns.
std::vector<std::string> row_differences(const RowState& a, const RowState& b, const std::set<std::string>& but);

// What two schemas differ in, for people: "index orders_total is missing", "column orders.n: type is bigint instead of integer".
struct SchemaDifference {
    struct Order {
        std::string relation;  // "orders"
        std::vector<std::string> moved;
        std::string text() const;  // "orders: total stands at another place"
    };
    std::vector<std::string> facts;
    std::vector<Order> order;  // of columns, which no statement changes
};
SchemaDifference schema_difference(const diff::Model& is, const diff::Model& wanted);

}  // namespace assay::migration
