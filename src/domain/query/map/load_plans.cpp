// Plans to rows of the map.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "domain/query/map/load.h"
#include "map/rows.h"
#include "domain/query/model/plan.h"

namespace assay::query {

namespace {

std::optional<double> times(std::optional<double> value, std::optional<double> loops) {
    if (!value) return {};
    return *value * std::max(1.0, loops.value_or(1));
}

// At least 1 each, so that 0 rows against 1 is no error.
std::optional<double> estimate_factor(const PlanNode& node) {
    if (!node.rows || !node.rows_estimated || node.never_executed()) return {};
    return std::max(1.0, *node.rows) / std::max(1.0, *node.rows_estimated);
}

std::optional<double> share(const Plan& plan, const PlanNode& node) {
    if (plan.timed()) return plan.total_ms > 0 ? std::optional{*node.exclusive_ms / plan.total_ms} : std::nullopt;
    const auto total = plan.nodes.front().total_cost;
    return total && *total > 0 ? std::optional{node.exclusive_cost / *total} : std::nullopt;
}

struct TextColumn {
    const char* column;
    const char* property;
};
constexpr TextColumn text_columns[]{
    {"relation", "Relation Name"}, {"schema_name", "Schema"}, {"alias", "Alias"}, {"index_name", "Index Name"},
    {"cte_name", "CTE Name"}, {"function_name", "Function Name"}, {"strategy", "Strategy"}, {"partial_mode", "Partial Mode"},
    {"join_type", "Join Type"}, {"operation", "Operation"}, {"filter", "Filter"}, {"index_condition", "Index Cond"},
    {"recheck_condition", "Recheck Cond"}, {"join_filter", "Join Filter"}, {"one_time_filter", "One-Time Filter"},
    {"sort_key", "Sort Key"}, {"presorted_key", "Presorted Key"}, {"group_key", "Group Key"}, {"sort_method", "Sort Method"},
    {"sort_space_type", "Sort Space Type"}, {"output", "Output"}};
constexpr TextColumn number_columns[]{
    {"exact_blocks", "Exact Heap Blocks"}, {"lossy_blocks", "Lossy Heap Blocks"}, {"heap_fetches", "Heap Fetches"},
    {"index_searches", "Index Searches"}, {"sort_space_kb", "Sort Space Used"}, {"memory_kb", "Peak Memory Usage"},
    {"disk_kb", "Disk Usage"}, {"workers_planned", "Workers Planned"}, {"workers_launched", "Workers Launched"},
    {"cache_hits", "Cache Hits"}, {"cache_misses", "Cache Misses"}, {"cache_evictions", "Cache Evictions"},
    {"subplans_removed", "Subplans Removed"}, {"wal_records", "WAL Records"}, {"wal_fpi", "WAL FPI"}, {"wal_bytes", "WAL Bytes"}};
// Averages of a loop that are wanted of all loops.
constexpr TextColumn total_columns[]{{"removed_by_filter", "Rows Removed by Filter"},
                                     {"removed_by_join_filter", "Rows Removed by Join Filter"},
                                     {"removed_by_recheck", "Rows Removed by Index Recheck"}};

void set_properties(Rows& row, const PlanNode& node) {
    for (const auto& [column, property] : text_columns) row.set(column, node.text(property));
    for (const auto& [column, property] : number_columns) row.set(column, node.properties.number(property));
    for (const auto& [column, property] : total_columns) row.set(column, times(node.properties.number(property), node.loops));
    const auto hash = node.text("Hash Cond");
    row.set("join_condition", hash.empty() ? node.text("Merge Cond") : hash);
    const auto batches = node.properties.number("Hash Batches");
    row.set("hash_batches", batches ? batches : node.properties.number("HashAgg Batches"));
    row.set("original_batches", node.properties.number("Original Hash Batches"));
    row.set("parallel_aware", node.text("Parallel Aware") == "true");
    row.set("backward", node.text("Scan Direction") == "Backward");
    // Before 18 a node that is switched off was made dear instead.
    row.set("disabled", node.text("Disabled") == "true" || node.startup_cost.value_or(0) >= 1e10);
}

void set_measures(Rows& row, const Plan& plan, const PlanNode& node) {
    row.set("startup_cost", node.startup_cost);
    row.set("total_cost", node.total_cost);
    if (node.total_cost) row.set("exclusive_cost", node.exclusive_cost);
    row.set("rows_estimated", node.rows_estimated);
    row.set("width", node.width);
    row.set("startup_ms", node.startup_ms);
    row.set("loop_ms", node.total_ms);
    row.set("rows", node.rows);
    row.set("loops", node.loops);
    row.set("rows_total", node.rows_total());
    row.set("inclusive_ms", node.inclusive_ms);
    row.set("exclusive_ms", node.exclusive_ms);
    row.set("share", share(plan, node));
    row.set("participants", node.participants);
    row.set("estimate_factor", estimate_factor(node));
}

void set_buffers(Rows& row, const PlanNode& node) {
    if (!node.has_buffers) return;
    row.set("shared_hit", node.buffers.shared_hit);
    row.set("shared_read", node.buffers.shared_read);
    row.set("temp_written", node.buffers.temp_written);
    row.set("exclusive_hit", node.exclusive_buffers.shared_hit);
    row.set("exclusive_read", node.exclusive_buffers.shared_read);
    row.set("exclusive_temp_read", node.exclusive_buffers.temp_read);
    row.set("exclusive_temp_written", node.exclusive_buffers.temp_written);
    row.set("read_ms", node.buffers.read_ms);
}

class Loader {
public:
    Loader(MapBuilder& builder, std::int64_t database_id)
        : database_id_{database_id},
          plans_{builder, "plans", database_id},
          nodes_{builder, "plan_nodes", database_id},
          workers_{builder, "plan_workers", database_id},
          triggers_{builder, "plan_triggers", database_id},
          settings_{builder, "plan_settings", database_id},
          places_{builder} {}

    void plan(const Plan& plan) {
        const auto id = next();
        std::vector<std::int64_t> node_ids;
        for (std::size_t i = 0; i < plan.nodes.size(); ++i) node_ids.push_back(next());
        plan_row(plan, id, node_ids.front());
        for (std::size_t i = 0; i < plan.nodes.size(); ++i) node_row(plan, i, id, node_ids);
        for (const auto& trigger : plan.triggers) trigger_row(trigger, id);
        for (const auto& setting : plan.settings) setting_row(setting, id);
    }

private:
    std::int64_t next() { return map_id::object(database_id_, ++last_); }

    void plan_row(const Plan& plan, std::int64_t id, std::int64_t root) {
        double trigger_ms = 0;
        for (const auto& trigger : plan.triggers) trigger_ms += trigger.time_ms;
        Rows& row = plans_.begin(id);
        row.set("number", plan.number);
        row.set("format", plan.format);
        row.set("statement", plan.statement);
        row.set("called", plan.called);
        row.set("root_id", root);
        if (plan.timed()) row.set("total_ms", plan.total_ms);
        row.set("total_cost", plan.nodes.front().total_cost);
        row.set("planning_ms", plan.planning_ms);
        row.set("execution_ms", plan.execution_ms);
        row.set("jit_ms", plan.jit_ms);
        row.set("jit_functions", plan.properties.number("JIT Functions"));
        row.set("trigger_ms", trigger_ms);
        row.set("serialization_ms", plan.properties.number("Serialization Time"));
        row.set("nodes", static_cast<std::int64_t>(plan.nodes.size()));
        row.set("analyzed", plan.analyzed());
        row.set("timed", plan.timed());
        row.set("buffered", plan.nodes.front().has_buffers);
        row.set("complete", plan.complete());
        row.set("problem", plan.problem);
        row.insert();
        places_.add(id, {plan.source, plan.line, 1});
    }

    void node_row(const Plan& plan, std::size_t i, std::int64_t plan_id, const std::vector<std::int64_t>& ids) {
        const PlanNode& node = plan.nodes[i];
        Rows& row = nodes_.begin(ids[i]);
        row.set("plan_id", plan_id);
        if (node.parent >= 0) row.set("parent_id", ids[static_cast<std::size_t>(node.parent)]);
        row.set("number", static_cast<std::int64_t>(i) + 1);
        row.set("depth", node.depth);
        row.set("type", node.type);
        row.set("title", node.title());
        row.set("relationship", node.relationship);
        row.set("subplan", node.subplan);
        set_measures(row, plan, node);
        set_properties(row, node);
        set_buffers(row, node);
        row.insert();
        places_.add(ids[i], {plan.source, node.line, 1});
        for (const auto& worker : node.workers) worker_row(worker, ids[i]);
    }

    void worker_row(const PlanWorker& worker, std::int64_t node_id) {
        Rows& row = workers_.begin(next());
        row.set("node_id", node_id);
        row.set("number", worker.number);
        row.set("loop_ms", worker.total_ms);
        row.set("rows", worker.rows);
        row.set("loops", worker.loops);
        row.insert();
    }

    void trigger_row(const PlanTrigger& trigger, std::int64_t plan_id) {
        Rows& row = triggers_.begin(next());
        row.set("plan_id", plan_id);
        row.set("name", trigger.name);
        row.set("constraint_name", trigger.constraint);
        row.set("relation", trigger.relation);
        row.set("time_ms", trigger.time_ms);
        row.set("calls", trigger.calls);
        row.insert();
    }

    void setting_row(const Properties::Property& setting, std::int64_t plan_id) {
        Rows& row = settings_.begin(next());
        row.set("plan_id", plan_id);
        row.set("name", setting.name);
        row.set("value", setting.value.empty() ? std::string_view{"''"} : std::string_view{setting.value});
        row.insert();
    }

    std::int64_t database_id_;
    std::int64_t last_ = 0;
    Rows plans_, nodes_, workers_, triggers_, settings_;
    PlaceRows places_;
};

}  // namespace

void load_plans(const Workspace& workspace, MapBuilder& builder) {
    std::map<std::string, Loader> loaders;  // by source
    for (const Plan* plan : workspace.all<Plan>()) {
        auto at = loaders.find(plan->source);
        if (at == loaders.end()) {
            const auto id = builder.add_database("query", plan->source, "plans", plan->source, 0, "");
            builder.set_available(id, 'Q', "read", "");
            at = loaders.try_emplace(plan->source, builder, id).first;
        }
        at->second.plan(*plan);
    }
}

}  // namespace assay::query
