// Plan: one statement as EXPLAIN showed it, with its time accounted for node by node.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/workspace.h"

namespace assay::query {

// What EXPLAIN says of a node, a worker or a plan, under the names of its JSON format ("Rows Removed by
// Filter"); a list is joined by ", ". Nothing that was read is left out, known or not.
class Properties {
public:
    void add(std::string name, std::string value) { all_.push_back({std::move(name), std::move(value)}); }
    std::string_view text(std::string_view name) const;               // empty when it is not there
    std::optional<double> number(std::string_view name) const;        // of "12.5", "12.5 ms" and "512kB" the number
    bool has(std::string_view name) const;

    struct Property {
        std::string name, value;
    };
    const std::vector<Property>& all() const { return all_; }

private:
    std::vector<Property> all_;
};

// Blocks of 8 kB and milliseconds of reading and writing; of a node they include its children's.
struct Buffers {
    double shared_hit = 0, shared_read = 0, shared_dirtied = 0, shared_written = 0;
    double local_hit = 0, local_read = 0, local_dirtied = 0, local_written = 0;
    double temp_read = 0, temp_written = 0;
    double read_ms = 0, write_ms = 0, temp_read_ms = 0, temp_write_ms = 0;

    Buffers& operator-=(const Buffers& other);
    void clamp();  // no figure below zero
};

struct PlanWorker {
    int number = 0;
    std::optional<double> total_ms, rows, loops;  // per loop, as PlanNode has them
    Properties properties = {};
};

struct PlanNode {
    int parent = -1;           // index in Plan::nodes, in the order of the text; the root's is -1
    int depth = 0;
    int line = 0;              // in the source; 0 when it is not known
    std::string type;          // as JSON names it: "Seq Scan", "Aggregate", "ModifyTable"
    std::string relationship;  // "Outer", "Inner", "Member", "Subquery", "InitPlan", "SubPlan"; the root's is empty
    std::string subplan;       // "InitPlan 1 (returns $0)", "CTE x", "SubPlan 2"
    Properties properties;
    std::vector<PlanWorker> workers;

    std::optional<double> startup_cost, total_cost, rows_estimated, width;
    // Averages per loop. Before PostgreSQL 18 rows are rounded to an integer: total rows are within half a loop.
    std::optional<double> startup_ms, total_ms, rows, loops;
    Buffers buffers;
    bool has_buffers = false;

    // What account_time adds. Wall: as the clock of who waits for the statement shows it; work that ran side by
    // side in workers is divided by how many took part. Absent without ANALYZE or with TIMING OFF.
    std::optional<double> inclusive_ms, exclusive_ms;
    double cpu_ms = 0;              // of all processes, the node and what is below it
    double exclusive_cost = 0;      // the planner's units; what the node adds to its children's
    Buffers exclusive_buffers;
    double participants = 1;        // processes among which its loops were divided
    double excess_ms = 0;           // by how much the times printed below it exceed its own, rounding aside: one of them is wrong

    bool never_executed() const { return loops && *loops == 0; }
    std::string_view text(std::string_view name) const { return properties.text(name); }
    // Of all loops: a per-loop figure times loops.
    std::optional<double> rows_total() const { return rows && loops ? std::optional{*rows * *loops} : std::nullopt; }
    // As a person reads it in a text plan: "Parallel Seq Scan on orders o".
    std::string title() const;
};

struct PlanTrigger {
    std::string name, constraint, relation;
    double time_ms = 0, calls = 0;
};

struct Plan : ModelOf<Plan> {
    static constexpr ModelKind kind{"plan"};

    std::string source;         // as the user named it
    std::string format;         // "text", "json", "yaml", "xml"
    int number = 1;             // of the plan in its source, from 1
    int line = 1;
    std::string statement;      // where the source has it (auto_explain, "Query Text")
    std::string called;         // the same with the values of its parameters; empty where one is not known
    std::vector<PlanNode> nodes;
    std::vector<PlanTrigger> triggers;
    std::vector<Properties::Property> settings;
    Properties properties;      // of the plan: "Query Identifier", JIT's, planning's
    std::optional<double> planning_ms, execution_ms, jit_ms;
    std::string problem;        // why it is not the whole plan: "cut off after line 12"; empty when it is
    // What account_time adds.
    double total_ms = 0;        // execution time, or the root's where it is not said; 0 without times

    bool complete() const { return problem.empty(); }
    bool analyzed() const { return !nodes.empty() && nodes.front().loops.has_value(); }
    bool timed() const { return !nodes.empty() && nodes.front().total_ms.has_value(); }
    std::vector<int> children(int node) const;
    // From the statement and its parameters as they were logged ("$1 = '5'").
    void set_called(std::string_view parameters);
};

// Divides the time, buffers and cost of the plan among its nodes: see accounting.cpp.
void account_time(Plan& plan);

}  // namespace assay::query
