// The typed model of a plan, from names and values.
#include <fmt/core.h>

#include <array>
#include <charconv>

#include "core/text.h"
#include "domain/query/read/plan_tree.h"
#include "world/limits.h"

namespace assay::query {

namespace {

std::optional<double> number_of(const PlanTree* value) {
    if (!value || value->kind != PlanTree::Kind::scalar) return {};
    double number = 0;
    const auto [end, error] = std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
    if (error != std::errc{}) return {};
    return number;
}

// "a, b" of a list; of an object, or of lists in a list, the same with what is inside.
std::string joined(const PlanTree& value) {
    if (value.kind == PlanTree::Kind::scalar) return value.text;
    std::string text;
    for (const auto& [name, member] : value.members) {
        if (!text.empty()) text += ", ";
        if (!name.empty()) text += name + ": ";
        text += joined(member);
    }
    return text;
}

struct BufferName {
    std::string_view name;
    double Buffers::*figure;
};
// Before 17 the times of shared and local blocks were one; each name adds to its figure.
constexpr std::array buffer_names{
    BufferName{"Shared Hit Blocks", &Buffers::shared_hit},
    BufferName{"Shared Read Blocks", &Buffers::shared_read},
    BufferName{"Shared Dirtied Blocks", &Buffers::shared_dirtied},
    BufferName{"Shared Written Blocks", &Buffers::shared_written},
    BufferName{"Local Hit Blocks", &Buffers::local_hit},
    BufferName{"Local Read Blocks", &Buffers::local_read},
    BufferName{"Local Dirtied Blocks", &Buffers::local_dirtied},
    BufferName{"Local Written Blocks", &Buffers::local_written},
    BufferName{"Temp Read Blocks", &Buffers::temp_read},
    BufferName{"Temp Written Blocks", &Buffers::temp_written},
    BufferName{"I/O Read Time", &Buffers::read_ms},
    BufferName{"I/O Write Time", &Buffers::write_ms},
    BufferName{"Shared I/O Read Time", &Buffers::read_ms},
    BufferName{"Shared I/O Write Time", &Buffers::write_ms},
    BufferName{"Local I/O Read Time", &Buffers::read_ms},
    BufferName{"Local I/O Write Time", &Buffers::write_ms},
    BufferName{"Temp I/O Read Time", &Buffers::temp_read_ms},
    BufferName{"Temp I/O Write Time", &Buffers::temp_write_ms},
};

bool add_buffer(Buffers& buffers, std::string_view name, const PlanTree& value) {
    for (const auto& known : buffer_names)
        if (known.name == name) {
            buffers.*known.figure += number_of(&value).value_or(0);
            return true;
        }
    return false;
}

// A list of objects that the model keeps as one text per member, under a name that tells both.
void add_flat(Properties& properties, const std::string& name, const PlanTree& value) {
    if (value.kind != PlanTree::Kind::object) return properties.add(name, joined(value));
    for (const auto& [inner, member] : value.members) add_flat(properties, name + " " + inner, member);
}

class Builder {
public:
    explicit Builder(Plan& plan) : plan_{plan} {}

    Result<void> node(const PlanTree& tree, int parent, int depth) {
        if (depth > limits::plan_depth) return fail(fmt::format("the plan is nested deeper than {} nodes", limits::plan_depth));
        if (plan_.nodes.size() >= limits::plan_nodes) return fail(fmt::format("the plan has more than {} nodes", limits::plan_nodes));
        const auto index = static_cast<int>(plan_.nodes.size());
        PlanNode& made = plan_.nodes.emplace_back();
        made.parent = parent;
        made.depth = depth;
        made.line = tree.line;
        const PlanTree* children = fill(made, tree);
        if (plan_.nodes.back().type.empty()) return fail(fmt::format("line {}: a node of the plan without a type", tree.line));
        if (!children) return {};
        for (const auto& [name, child] : children->members)
            if (auto done = node(child, index, depth + 1); !done) return done;
        return {};
    }

    void worker(const PlanTree& tree, PlanNode& node) {
        PlanWorker worker;
        for (const auto& [name, value] : tree.members) worker.properties.add(name, joined(value));
        worker.number = static_cast<int>(number_of(tree.find("Worker Number")).value_or(0));
        worker.total_ms = number_of(tree.find("Actual Total Time"));
        worker.rows = number_of(tree.find("Actual Rows"));
        worker.loops = number_of(tree.find("Actual Loops"));
        node.workers.push_back(std::move(worker));
    }

    // Everything of one node but its children, which it returns.
    const PlanTree* fill(PlanNode& node, const PlanTree& tree) {
        const PlanTree* children = nullptr;
        for (const auto& [name, value] : tree.members) {
            if (name == "Plans") {
                children = &value;
            } else if (name == "Workers") {
                for (const auto& each : value.members) worker(each.second, node);
            } else if (add_buffer(node.buffers, name, value)) {
                node.has_buffers = true;
            } else {
                node.properties.add(name, joined(value));
            }
        }
        node.type = node.text("Node Type");
        node.relationship = node.text("Parent Relationship");
        node.subplan = node.text("Subplan Name");
        node.startup_cost = number_of(tree.find("Startup Cost"));
        node.total_cost = number_of(tree.find("Total Cost"));
        node.rows_estimated = number_of(tree.find("Plan Rows"));
        node.width = number_of(tree.find("Plan Width"));
        node.startup_ms = number_of(tree.find("Actual Startup Time"));
        node.total_ms = number_of(tree.find("Actual Total Time"));
        node.rows = number_of(tree.find("Actual Rows"));
        node.loops = number_of(tree.find("Actual Loops"));
        return children;
    }

    void statement(const PlanTree& tree) {
        for (const auto& [name, value] : tree.members) {
            if (name == "Plan") continue;
            if (name == "Triggers") {
                for (const auto& each : value.members) trigger(each.second);
            } else if (name == "Settings") {
                for (const auto& [setting, chosen] : value.members) plan_.settings.push_back({setting, joined(chosen)});
            } else if (name == "Query Text") {
                plan_.statement = value.text;
            } else {
                add_flat(plan_.properties, name, value);
            }
        }
        plan_.set_called(plan_.properties.text("Query Parameters"));
        plan_.planning_ms = plan_.properties.number("Planning Time");
        plan_.execution_ms = plan_.properties.number("Execution Time");
        plan_.jit_ms = plan_.properties.number("JIT Timing Total");
    }

private:
    void trigger(const PlanTree& tree) {
        const auto text = [&](std::string_view name) {
            const PlanTree* value = tree.find(name);
            return value ? joined(*value) : std::string{};
        };
        plan_.triggers.push_back({text("Trigger Name"), text("Constraint Name"), text("Relation"),
                                  number_of(tree.find("Time")).value_or(0), number_of(tree.find("Calls")).value_or(0)});
    }

    Plan& plan_;
};

}  // namespace

PlanTrees statements_of(PlanTree document) {
    PlanTrees trees;
    if (document.kind != PlanTree::Kind::list)
        trees.statements.push_back(std::move(document));
    else
        for (auto& [name, statement] : document.members) trees.statements.push_back(std::move(statement));
    return trees;
}

Result<Plan> plan_of(const PlanTree& statement) {
    const PlanTree* root = statement.find("Plan");
    if (!root || root->kind != PlanTree::Kind::object) return fail(fmt::format("line {}: expected \"Plan\" with an object", statement.line));
    Plan plan;
    plan.line = root->line;
    Builder builder{plan};
    if (auto done = builder.node(*root, -1, 0); !done) return tl::unexpected(done.error());
    builder.statement(statement);
    account_time(plan);
    return plan;
}

}  // namespace assay::query
