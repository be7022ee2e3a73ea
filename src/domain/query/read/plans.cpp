// Plans from a text: which format it is, and whether each plan is whole.
#include <fmt/core.h>

#include <array>

#include "core/text.h"
#include "domain/query/read/plan_tree.h"

namespace assay::query {

namespace {

struct Format {
    std::string_view name;
    Result<PlanTrees> (*read)(std::string_view);
};

Format format_of(std::string_view text) {
    const auto start = trimmed(text);
    if (starts_with(start, "[") || starts_with(start, "{")) return {"json", read_plan_json};
    if (starts_with(start, "<")) return {"xml", read_plan_xml};
    for (const std::string_view beginning : {"- Plan:", "Plan:", "- Query Text:", "Query Text: \""})
        if (starts_with(start, beginning) && start.find("Node Type:") != start.npos) return {"yaml", read_plan_yaml};
    return {"text", read_plan_text};
}

// How many inputs a node of this type must have; its sub-plans are not counted.
int least_inputs(std::string_view type) {
    if (type == "Nested Loop" || type == "Hash Join" || type == "Merge Join" || type == "Recursive Union" || type == "BitmapAnd" ||
        type == "BitmapOr")
        return 2;
    constexpr std::array<std::string_view, 16> unary{"Sort", "Incremental Sort", "Aggregate", "Group", "Unique", "WindowAgg", "SetOp",
                                                     "LockRows", "Limit", "Hash", "Materialize", "Memoize", "Gather", "Gather Merge",
                                                     "Bitmap Heap Scan", "Subquery Scan"};
    for (const auto known : unary)
        if (known == type) return 1;
    return 0;
}

std::string missing_input(const Plan& plan) {
    std::vector<int> inputs(plan.nodes.size());
    for (const auto& node : plan.nodes)
        if (node.parent >= 0 && node.relationship != "InitPlan" && node.relationship != "SubPlan") ++inputs[static_cast<std::size_t>(node.parent)];
    for (std::size_t i = 0; i < plan.nodes.size(); ++i)
        if (inputs[i] < least_inputs(plan.nodes[i].type))
            return fmt::format("cut off: the {} of line {} lacks what is below it", plan.nodes[i].title(), plan.nodes[i].line);
    return {};
}

// EXPLAIN ends an analyzed plan with the execution time, and the other formats list triggers even if there
// are none; only auto_explain and SUMMARY OFF leave the times out.
std::string missing_end(const Plan& plan, const PlanTree& statement) {
    if (!plan.analyzed() || plan.execution_ms || !plan.statement.empty()) return {};
    if (plan.planning_ms) return "cut off: it has a planning time, but no execution time";
    if (plan.format != "text") return statement.find("Triggers") ? std::string{} : "cut off: the end, from \"Triggers\" on, is missing";
    return "perhaps cut off: it ends without the execution time, as with SUMMARY OFF";
}

std::string problem_of(const Plan& plan, const PlanTree& statement, std::string_view reader_says) {
    if (!reader_says.empty()) return std::string{reader_says};
    if (auto missing = missing_input(plan); !missing.empty()) return missing;
    return missing_end(plan, statement);
}

}  // namespace

bool looks_like_plan(std::string_view text) {
    for (const std::string_view sign : {"\"Node Type\"", "\"\"Node Type\"\"", "Node Type:", "<Node-Type>", "(cost=", "(actual "})
        if (text.find(sign) != text.npos) return true;
    return false;
}

Result<std::vector<std::unique_ptr<Plan>>> read_plans(std::string_view text, const std::string& source) {
    // What a program wrote has nothing around it.
    std::string bare;
    auto format = format_of(text);
    Result<PlanTrees> trees = fail("not read yet");
    if (format.name == "json") trees = format.read(text);
    if (!trees || !trees->problem.empty()) {
        bare = undecorate(text);
        format = format_of(bare);
        trees = format.read(bare);
    }
    if (!trees) {
        trees.error().location.file = source;
        return tl::unexpected(trees.error());
    }
    std::vector<std::unique_ptr<Plan>> plans;
    for (std::size_t i = 0; i < trees->statements.size(); ++i) {
        const PlanTree& statement = trees->statements[i];
        auto plan = plan_of(statement);
        if (!plan) {
            plan.error().location.file = source;
            return tl::unexpected(plan.error());
        }
        plan->source = source;
        plan->format = format.name;
        plan->number = static_cast<int>(i) + 1;
        plan->problem = problem_of(*plan, statement, i + 1 == trees->statements.size() ? std::string_view{trees->problem} : std::string_view{});
        plans.push_back(std::make_unique<Plan>(std::move(*plan)));
    }
    if (plans.empty()) return fail("no plan found", {source, 1, 1});
    return plans;
}

}  // namespace assay::query
