#include "domain/query/model/plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "domain/query/model/parameters.h"

namespace assay::query {

std::string_view Properties::text(std::string_view name) const {
    for (const auto& property : all_)
        if (property.name == name) return property.value;
    return {};
}

bool Properties::has(std::string_view name) const {
    for (const auto& property : all_)
        if (property.name == name) return true;
    return false;
}

std::optional<double> Properties::number(std::string_view name) const {
    const auto value = text(name);
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{}) return {};
    return number;
}

namespace {

constexpr double Buffers::*buffer_figures[]{
    &Buffers::shared_hit,    &Buffers::shared_read,  &Buffers::shared_dirtied, &Buffers::shared_written, &Buffers::local_hit,
    &Buffers::local_read,    &Buffers::local_dirtied, &Buffers::local_written, &Buffers::temp_read,      &Buffers::temp_written,
    &Buffers::read_ms,       &Buffers::write_ms,     &Buffers::temp_read_ms,   &Buffers::temp_write_ms};

}  // namespace

Buffers& Buffers::operator-=(const Buffers& other) {
    for (const auto figure : buffer_figures) this->*figure -= other.*figure;
    return *this;
}

void Buffers::clamp() {
    for (const auto figure : buffer_figures) this->*figure = std::max(0.0, this->*figure);
}

std::vector<int> Plan::children(int node) const {
    std::vector<int> found;
    for (std::size_t i = static_cast<std::size_t>(node) + 1; i < nodes.size() && nodes[i].depth > nodes[static_cast<std::size_t>(node)].depth; ++i)
        if (nodes[i].parent == node) found.push_back(static_cast<int>(i));
    return found;
}

namespace {

std::string aggregate_title(const PlanNode& node) {
    const auto strategy = node.text("Strategy"), mode = node.text("Partial Mode");
    std::string title = strategy == "Hashed" ? "HashAggregate" : strategy == "Sorted" ? "GroupAggregate"
                        : strategy == "Mixed" ? "MixedAggregate" : "Aggregate";
    return mode.empty() || mode == "Simple" ? title : std::string{mode} + " " + title;
}

// "Hash Left Join", "Nested Loop Left Join"; inner joins are not said.
std::string join_title(const PlanNode& node) {
    const auto type = node.text("Join Type");
    if (type.empty() || type == "Inner") return node.type;
    std::string stem = node.type;
    if (stem.size() > 5 && stem.ends_with(" Join")) stem.resize(stem.size() - 5);
    return fmt::format("{} {} Join", stem, type);
}

std::string kind_title(const PlanNode& node) {
    if (node.type == "Aggregate") return aggregate_title(node);
    if (node.type == "ModifyTable") return std::string{node.text("Operation")};
    if (node.type == "SetOp")
        return fmt::format("{}SetOp {}", node.text("Strategy") == "Hashed" ? "Hash" : "", node.text("Command"));
    if (node.type == "Nested Loop" || node.type.ends_with(" Join")) return join_title(node);
    return node.type;
}

std::string target_title(const PlanNode& node) {
    std::string target;
    if (const auto index = node.text("Index Name"); !index.empty())
        target += node.type == "Bitmap Index Scan" ? fmt::format(" on {}", index) : fmt::format(" using {}", index);
    for (const auto* name : {"Relation Name", "CTE Name", "Function Name", "Table Function Name", "Tuplestore Name"})
        if (const auto value = node.text(name); !value.empty()) {
            target += fmt::format(" on {}", value);
            if (const auto alias = node.text("Alias"); !alias.empty() && alias != value) target += fmt::format(" {}", alias);
            return target;
        }
    if (const auto alias = node.text("Alias"); !alias.empty() && node.text("Index Name").empty()) target += fmt::format(" on {}", alias);
    return target;
}

}  // namespace

std::string PlanNode::title() const {
    std::string title;
    if (text("Async Capable") == "true") title += "Async ";
    if (text("Parallel Aware") == "true") title += "Parallel ";
    title += kind_title(*this);
    if (text("Scan Direction") == "Backward") title += " Backward";
    return title + target_title(*this);
}

void Plan::set_called(std::string_view parameters) {
    auto planned = PlannedStatement::of(statement, logged_values(parameters));
    if (planned.parameters == 0) called = std::move(planned.text);
}

}  // namespace assay::query
