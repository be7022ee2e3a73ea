// helper: a scan of a plan, found again in the database of the base.
#pragma once

#include <optional>
#include <string>

#include "core/result.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::query {

// What a node of a plan reads, in the names that EXPLAIN printed.
struct PlanScan {
    std::string relation, schema, alias;
    std::string condition;  // all that it asks of its rows; empty: nothing
    std::string order;      // of a sort right above it
    double first = 0;       // rows that a LIMIT above the sort takes; 0: all
    double read = 0, kept = 0;  // rows of one loop
};
// Of the node itself, or of a sort and the scan that it reads; nothing when it reads no table.
std::optional<PlanScan> scan_of(const Map& map, std::int64_t node);

// The table that the scan reads, in the base.
struct BaseTable {
    std::string name;     // as SQL writes it, with its schema
    double rows = 0;      // as the planner sees it
    bool filled = false;  // false: statistics stand for rows that are not there
};
// An Error completes "untried: needs …": the base has no such table, or far fewer rows than the plan read.
Result<BaseTable> base_table(Lab& lab, const PlanScan& scan);

// "select * from public.orders as o where …": the scan as a statement of its own.
std::string statement_of(const PlanScan& scan, const BaseTable& table);

// The statement of the node's plan, where the plan says it and it only reads: a SELECT without parameters. Else empty.
std::string select_of_plan(const Map& map, std::int64_t node);

// What the planner says of a statement, in the session of the experiment: recorded.
struct Estimate {
    double cost = 0, rows = 0;
};
Result<Estimate> estimate(Lab& lab, const std::string& statement);

}  // namespace assay::query
