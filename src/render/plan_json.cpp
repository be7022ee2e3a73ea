#include "render/plan.h"

#include <cmath>

namespace assay::rendering {

namespace {

void member(JsonWriter& json, std::string_view name, std::optional<double> value) {
    // EXPLAIN prints microseconds; a sum of such is no more exact.
    if (value) json.member(name, std::round(*value * 1000) / 1000);
    else json.null_member(name);
}

void write_buffers(JsonWriter& json, const query::PlanNode& node) {
    if (!node.has_buffers) return json.null_member("buffers");
    const auto write = [&](std::string_view name, const query::Buffers& buffers) {
        json.object(name, [&] {
            json.member("shared_hit", buffers.shared_hit);
            json.member("shared_read", buffers.shared_read);
            json.member("shared_dirtied", buffers.shared_dirtied);
            json.member("shared_written", buffers.shared_written);
            json.member("temp_read", buffers.temp_read);
            json.member("temp_written", buffers.temp_written);
        });
    };
    write("buffers", node.buffers);
    write("exclusive_buffers", node.exclusive_buffers);
}

void write_node(JsonWriter& json, const query::PlanNode& node, int number) {
    json.object([&] {
        json.member("id", number);
        if (node.parent < 0) json.null_member("parent");
        else json.member("parent", node.parent + 1);
        json.member("type", node.type);
        json.member("title", node.title());
        json.member_or_null("relation", node.text("Relation Name"));
        json.member_or_null("subplan", node.subplan);
        json.member("line", node.line);
        member(json, "exclusive_ms", node.exclusive_ms);
        member(json, "inclusive_ms", node.inclusive_ms);
        member(json, "cost", node.total_cost);
        member(json, "rows_estimated", node.rows_estimated);
        member(json, "rows_actual", node.rows);
        member(json, "loops", node.loops);
        if (node.excess_ms > 0) member(json, "excess_ms", node.excess_ms);
        write_buffers(json, node);
    });
}

void write_plan(JsonWriter& json, const query::Plan& plan) {
    json.member("source", plan.source);
    json.member("number", plan.number);
    json.member("format", plan.format);
    json.member("complete", plan.complete());
    json.member_or_null("problem", plan.problem);
    json.member_or_null("statement", plan.statement);
    member(json, "total_ms", plan.timed() ? std::optional{plan.total_ms} : std::nullopt);
    member(json, "planning_ms", plan.planning_ms);
    member(json, "execution_ms", plan.execution_ms);
    member(json, "jit_ms", plan.jit_ms);
    json.array("nodes", [&] {
        for (std::size_t i = 0; i < plan.nodes.size(); ++i) write_node(json, plan.nodes[i], static_cast<int>(i) + 1);
    });
    json.array("triggers", [&] {
        for (const auto& trigger : plan.triggers)
            json.object([&] {
                json.member_or_null("name", trigger.name);
                json.member_or_null("constraint", trigger.constraint);
                json.member("time_ms", trigger.time_ms);
                json.member("calls", trigger.calls);
            });
    });
}

}  // namespace

void write_plans(JsonWriter& json, const std::vector<const query::Plan*>& plans) {
    if (plans.empty()) return json.null_member("plan");
    json.object("plan", [&] { write_plan(json, *plans.front()); });
    if (plans.size() == 1) return;
    json.array("plans", [&] {
        for (const auto* plan : plans) json.object([&] { write_plan(json, *plan); });
    });
}

}  // namespace assay::rendering
