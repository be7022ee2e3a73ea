#include <array>
#include <cctype>
#include <fmt/core.h>

#include "core/text.h"
#include "domain/query/read/plan_text.h"

namespace assay::query::text_plan {

namespace {

// The types of node as JSON names them, longer before those they begin with.
constexpr std::array<std::string_view, 40> types{
    "Index Only Scan", "Index Scan", "Bitmap Index Scan", "Bitmap Heap Scan", "Seq Scan", "Sample Scan",
    "Tid Range Scan", "Tid Scan", "Subquery Scan", "Function Scan", "Table Function Scan", "Values Scan", "CTE Scan",
    "Named Tuplestore Scan", "WorkTable Scan", "Foreign Scan", "Custom Scan", "Nested Loop", "Merge Append", "Append",
    "Recursive Union", "BitmapAnd", "BitmapOr", "Gather Merge", "Gather", "Incremental Sort", "Sort", "Group",
    "WindowAgg", "Unique", "SetOp", "LockRows", "Limit", "ProjectSet", "Result", "Materialize", "Memoize", "Hash Join",
    "Merge Join", "Hash"};
constexpr std::array<std::string_view, 4> operations{"Insert", "Update", "Delete", "Merge"};

struct AggregateName {
    std::string_view title, strategy;
};
constexpr std::array aggregates{AggregateName{"HashAggregate", "Hashed"}, AggregateName{"GroupAggregate", "Sorted"},
                                AggregateName{"MixedAggregate", "Mixed"}, AggregateName{"Aggregate", "Plain"}};

bool take(std::string_view& text, std::string_view word) {
    if (!starts_with(text, word)) return false;
    const auto rest = text.substr(word.size());
    if (!rest.empty() && rest.front() != ' ') return false;
    text = trimmed(rest);
    return true;
}

// The next name, without its quotes; stops at a blank or a dot outside quotes.
std::string take_name(std::string_view& text) {
    std::string name;
    bool quoted = false;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        if (text[i] == '"') {
            if (quoted && i + 1 < text.size() && text[i + 1] == '"') name += text[++i];
            else quoted = !quoted;
        } else if (!quoted && (text[i] == ' ' || text[i] == '.')) {
            break;
        } else {
            name += text[i];
        }
    }
    text.remove_prefix(i);
    return name;
}

void add(PlanTree& node, std::string name, std::string_view value) { node.add(std::move(name), PlanTree::scalar(std::string{value}, node.line)); }

// What stands behind "on": under which name JSON has it depends on the type.
std::string target_name(std::string_view type) {
    if (type == "CTE Scan" || type == "WorkTable Scan") return "CTE Name";
    if (type == "Function Scan") return "Function Name";
    if (type == "Table Function Scan") return "Table Function Name";
    if (type == "Named Tuplestore Scan") return "Tuplestore Name";
    if (type == "Values Scan" || type == "Subquery Scan") return {};
    return "Relation Name";
}

void add_target(std::string_view type, std::string_view text, PlanTree& node) {
    if (type == "Bitmap Index Scan") return add(node, "Index Name", take_name(text));
    std::string name = take_name(text);
    if (!text.empty() && text.front() == '.') {
        add(node, "Schema", name);
        text.remove_prefix(1);
        name = take_name(text);
    }
    const auto called = target_name(type);
    if (!called.empty()) add(node, called, name);
    text = trimmed(text);
    add(node, "Alias", text.empty() ? name : take_name(text));
}

// "Left Join" behind "Hash" or "Nested Loop": the words before Join are the join's type.
bool take_join(std::string_view& text, PlanTree& node) {
    for (const std::string_view stem : {"Nested Loop", "Hash", "Merge"}) {
        auto rest = text;
        if (!take(rest, stem)) continue;
        for (const std::string_view type : {"Right Semi", "Right Anti", "Left", "Right", "Full", "Semi", "Anti", ""}) {
            auto after = rest;
            if (!type.empty() && !take(after, type)) continue;
            const bool named = take(after, "Join");
            if (!named && !(stem == "Nested Loop" && type.empty())) continue;
            add(node, "Node Type", stem == "Nested Loop" ? std::string{stem} : fmt::format("{} Join", stem));
            add(node, "Join Type", type.empty() ? "Inner" : type);
            text = after;
            return true;
        }
    }
    return false;
}

bool take_aggregate(std::string_view& text, PlanTree& node) {
    auto rest = text;
    std::string_view mode = "Simple";
    if (take(rest, "Partial")) mode = "Partial";
    else if (take(rest, "Finalize")) mode = "Finalize";
    for (const auto& [title, strategy] : aggregates) {
        if (!take(rest, title)) continue;
        add(node, "Node Type", "Aggregate");
        add(node, "Strategy", strategy);
        add(node, "Partial Mode", mode);
        text = rest;
        return true;
    }
    return false;
}

bool take_set_operation(std::string_view& text, PlanTree& node) {
    const bool hashed = take(text, "HashSetOp");
    if (!hashed && !take(text, "SetOp")) return false;
    add(node, "Node Type", "SetOp");
    add(node, "Strategy", hashed ? "Hashed" : "Sorted");
    add(node, "Command", text);
    text = {};
    return true;
}

bool take_operation(std::string_view& text, PlanTree& node) {
    auto rest = text;
    const bool foreign = take(rest, "Foreign");
    for (const auto operation : operations) {
        if (!take(rest, operation) || !starts_with(rest, "on ")) continue;
        add(node, "Node Type", foreign ? "Foreign Scan" : "ModifyTable");
        add(node, "Operation", operation);
        text = rest;
        return true;
    }
    return false;
}

bool take_type(std::string_view& text, PlanTree& node) {
    if (take_operation(text, node) || take_join(text, node) || take_aggregate(text, node) || take_set_operation(text, node)) return true;
    for (const auto type : types)
        if (take(text, type)) {
            add(node, "Node Type", type);
            return true;
        }
    return false;
}

}  // namespace

void add_title(std::string_view title, PlanTree& node) {
    std::string_view text = trimmed(title);
    const bool async = take(text, "Async");
    const bool parallel = take(text, "Parallel");
    const auto whole = text;
    if (!take_type(text, node)) {  // a type of a later version: kept as it is written
        const auto on = whole.find(" on ");
        add(node, "Node Type", whole.substr(0, on));
        text = on == whole.npos ? std::string_view{} : whole.substr(on + 1);
    }
    const std::string type = node.members.front().second.text;
    if (async) add(node, "Async Capable", "true");
    if (parallel) add(node, "Parallel Aware", "true");
    if (type == "Custom Scan" && !text.empty() && text.front() == '(') {
        const auto end = text.find(')');
        add(node, "Custom Plan Provider", text.substr(1, end - 1));
        text = end == text.npos ? std::string_view{} : trimmed(text.substr(end + 1));
    }
    if (type == "Index Scan" || type == "Index Only Scan") add(node, "Scan Direction", take(text, "Backward") ? "Backward" : "Forward");
    if (take(text, "using")) {
        add(node, "Index Name", take_name(text));
        text = trimmed(text);
    }
    if (take(text, "on")) add_target(type, text, node);
}

bool is_title(std::string_view title) {
    PlanTree scratch = PlanTree::object();
    std::string_view text = trimmed(title);
    take(text, "Async");
    take(text, "Parallel");
    return take_type(text, scratch) && (text.empty() || starts_with(text, "on ") || starts_with(text, "using ") || starts_with(text, "Backward") || starts_with(text, "("));
}

NodeLine cut_figures(const std::string& line) {
    NodeLine cut{line, {}, {}};
    const auto cut_group = [&](std::string_view opening, std::string& into) {
        const auto at = cut.title.rfind(opening);
        if (at == std::string::npos || cut.title.empty() || cut.title.back() != ')') return;
        const auto inside = std::string_view{cut.title}.substr(at + 1, cut.title.size() - at - 2);
        if (inside.find(')') != inside.npos || inside.find('"') != inside.npos) return;
        into = inside;
        cut.title = trimmed(std::string_view{cut.title}.substr(0, at));
    };
    cut_group("(actual ", cut.actual);
    if (cut.actual.empty()) cut_group("(never executed", cut.actual);
    cut_group("(cost=", cut.costs);
    return cut;
}

namespace {

// "name=value" of a list of such, or empty.
std::string_view figure(std::string_view text, std::string_view name) {
    for (const auto part : split(text, ' '))
        if (starts_with(part, name) && part.size() > name.size() && part[name.size()] == '=') return part.substr(name.size() + 1);
    return {};
}

void add_range(std::string_view range, PlanTree& node, const char* from, const char* to) {
    const auto dots = range.find("..");
    if (dots == range.npos) return;
    add(node, from, range.substr(0, dots));
    add(node, to, range.substr(dots + 2));
}

}  // namespace

void add_figures(const NodeLine& line, PlanTree& node) {
    add_range(figure(line.costs, "cost"), node, "Startup Cost", "Total Cost");
    if (const auto rows = figure(line.costs, "rows"); !rows.empty()) add(node, "Plan Rows", rows);
    if (const auto width = figure(line.costs, "width"); !width.empty()) add(node, "Plan Width", width);
    if (line.actual == "never executed") {
        for (const char* name : {"Actual Startup Time", "Actual Total Time", "Actual Rows", "Actual Loops"}) add(node, name, "0");
        return;
    }
    add_range(figure(line.actual, "time"), node, "Actual Startup Time", "Actual Total Time");
    if (const auto rows = figure(line.actual, "rows"); !rows.empty()) add(node, "Actual Rows", rows);
    if (const auto loops = figure(line.actual, "loops"); !loops.empty()) add(node, "Actual Loops", loops);
}

}  // namespace assay::query::text_plan
