#include "render/plan_words.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace assay::rendering::plan_words {

using query::PlanNode;

// "1,234,567"
std::string grouped(double number) {
    const auto digits = fmt::format("{:.0f}", number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const bool follows_digit = i > 0 && digits[i - 1] != '-';
        if (follows_digit && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return text;
}

// Three figures that matter: "0.042", "4.20", "165", "12,345".
std::string milliseconds(double ms) {
    if (ms >= 100) return grouped(ms);
    return ms >= 10 ? fmt::format("{:.1f}", ms) : ms >= 1 ? fmt::format("{:.2f}", ms) : fmt::format("{:.3f}", ms);
}

std::string percent(double share) { return share < 0.01 ? "under 1 %" : fmt::format("{:.0f} %", share * 100); }

namespace {

std::string rows_read(const PlanNode& node, double removed) {
    const double kept = node.rows_total().value_or(0);
    return fmt::format("reads {} rows and throws {} away ({:.0f} %)", grouped(kept + removed), grouped(removed),
                       100 * removed / std::max(1.0, kept + removed));
}

double rows_removed(const PlanNode& node) {
    return (node.properties.number("Rows Removed by Filter").value_or(0) + node.properties.number("Rows Removed by Join Filter").value_or(0)) *
           std::max(1.0, node.loops.value_or(1));
}

}  // namespace

std::string sentence(const PlanNode& node) {
    if (!node.loops) return fmt::format("{}, {} rows expected", node.title(), grouped(node.rows_estimated.value_or(0)));
    std::string text = node.title();
    const double total = node.rows_total().value_or(0);
    const auto rows = grouped(total) + (total == 1 ? " row" : " rows");
    const double removed = rows_removed(node);
    if (removed > 0) text += fmt::format(" {}", rows_read(node, removed));
    else if (node.type == "Sort") text += fmt::format(" sorts {} by {}", rows, node.text("Sort Key"));
    else text += fmt::format(" gives {}", rows);
    if (node.text("Sort Space Type") == "Disk")
        text += fmt::format(", through {} MB on disk", grouped(std::ceil(node.properties.number("Sort Space Used").value_or(0) / 1024)));
    if (*node.loops > node.participants) text += fmt::format(", in {} loops", grouped(*node.loops));
    return text;
}

std::string excess_text(const PlanNode& node) {
    return node.excess_ms > 0 ? fmt::format("the times below exceed its own by {} ms", milliseconds(node.excess_ms)) : std::string{};
}

std::string rows_text(const PlanNode& node, bool ascii) {
    if (node.never_executed()) return "never ran";
    if (!node.rows) return node.rows_estimated ? fmt::format("{} rows expected", grouped(*node.rows_estimated)) : std::string{};
    std::string text = fmt::format("{} row{}", grouped(*node.rows), *node.rows == 1 ? "" : "s");
    const double factor = std::max(1.0, *node.rows) / std::max(1.0, node.rows_estimated.value_or(*node.rows));
    if (factor >= 10 || factor <= 0.1) text += fmt::format(" of {} expected", grouped(node.rows_estimated.value_or(0)));
    if (node.loops.value_or(1) > node.participants) text += fmt::format(" {} {}", ascii ? "x" : "×", grouped(*node.loops));
    return text;
}

}  // namespace assay::rendering::plan_words
