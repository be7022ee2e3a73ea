#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "render/plain.h"
#include "render/plan.h"
#include "render/plan_words.h"

namespace assay::rendering {

namespace {

using query::Plan;
using query::PlanNode;

using namespace plan_words;

constexpr int bar_columns = 8;
constexpr double worth_showing = 0.01;  // of the total

class PlanText {
public:
    PlanText(const Plan& plan, const RenderOptions& options, std::size_t most_nodes)
        : plan_{plan}, options_{options}, width_{std::max(40, options.width)}, most_nodes_{most_nodes} {
        for (const auto& node : plan.nodes) weights_.push_back(plan.timed() ? node.exclusive_ms.value_or(0) : node.exclusive_cost);
        total_ = plan.timed() ? plan.total_ms : plan.nodes.front().total_cost.value_or(0);
    }

    std::string whole() {
        heading();
        in_words();
        tree();
        outside_the_tree();
        return std::move(out_);
    }

private:
    double share(std::size_t i) const { return total_ > 0 ? weights_[i] / total_ : 0; }

    void line(std::string_view text, std::string_view style = {}) {
        if (options_.colour && !style.empty()) out_ += fmt::format("\033[{}m{}\033[0m\n", style, text);
        else out_.append(text) += '\n';
    }
    void paragraph(std::string_view text, int indentation) {
        for (const auto& part : wrapped(prose(text), width_ - indentation)) line(std::string(static_cast<std::size_t>(indentation), ' ') + part);
    }

    void heading() {
        std::string text = one_line(plan_.source);
        if (plan_.number > 1) text += fmt::format(", plan {}", plan_.number);
        if (plan_.timed()) text += fmt::format(": {} ms", milliseconds(plan_.total_ms));
        else if (total_ > 0) text += fmt::format(": cost {} (an estimate: made without ANALYZE)", grouped(total_));
        if (plan_.planning_ms) text += fmt::format(", planning {} ms", milliseconds(*plan_.planning_ms));
        line(text, "1");
        if (!plan_.complete()) paragraph("This is not the whole plan: " + plan_.problem, 2);
        out_ += '\n';
    }

    // What the heaviest nodes do, until most of the time is told.
    void in_words() {
        std::vector<std::size_t> order(plan_.nodes.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weights_[a] > weights_[b]; });
        double told = 0;
        int number = 0;
        for (const auto i : order) {
            if (number == 3 || told > 0.8 || share(i) < 0.1) break;
            told += share(i);
            ++number;
            paragraph(fmt::format("{} of the {}: {}", percent(share(i)), plan_.timed() ? "time" : "cost", sentence(plan_.nodes[i])), 2);
        }
        if (number > 0) out_ += '\n';
    }

    // Which nodes are drawn: all of a small plan; of a large one those that cost something, and what leads there.
    std::vector<bool> drawn() const {
        std::vector<bool> shown(plan_.nodes.size(), plan_.nodes.size() <= most_nodes_);
        if (shown.front()) return shown;
        for (std::size_t i = 0; i < shown.size(); ++i)
            if (i == 0 || share(i) >= worth_showing)
                for (int at = static_cast<int>(i); at >= 0; at = plan_.nodes[static_cast<std::size_t>(at)].parent) shown[static_cast<std::size_t>(at)] = true;
        return shown;
    }

    void tree() {
        line(fmt::format("{:>9}  {:<{}}  {}", plan_.timed() ? "ms" : "cost", "", bar_columns, "node"), "2");
        const auto shown = drawn();
        std::size_t left_out = 0;
        for (std::size_t i = 0; i < plan_.nodes.size(); ++i) {
            if (shown[i]) node_line(i);
            else ++left_out;
        }
        if (left_out > 0) line(fmt::format("{:>9}  {:<{}}  and {} nodes that cost next to nothing", "", "", bar_columns, grouped(static_cast<double>(left_out))), "2");
    }

    std::string bar(double part) const {
        static constexpr std::string_view eighths[]{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
        const double columns = std::clamp(part, 0.0, 1.0) * bar_columns;
        const auto full = static_cast<int>(columns);
        std::string text;
        for (int i = 0; i < full; ++i) text += options_.ascii ? "#" : "█";
        int used = full;
        if (const auto rest = static_cast<std::size_t>((columns - full) * 8); rest > 0 && !options_.ascii) {
            text += eighths[rest];
            ++used;
        }
        return text + std::string(static_cast<std::size_t>(bar_columns - used), ' ');
    }

    void node_line(std::size_t i) {
        const PlanNode& node = plan_.nodes[i];
        const int indentation = std::min(2 * node.depth, width_ / 3);
        std::string title = std::string(static_cast<std::size_t>(indentation), ' ');
        if (!node.subplan.empty()) title += node.subplan.substr(0, node.subplan.find(" (")) + ": ";
        title += one_line(node.title());
        const auto rows = rows_text(node, options_.ascii);
        const int room = width_ - 9 - 2 - bar_columns - 2;
        const std::string weight = plan_.timed() ? milliseconds(weights_[i]) : grouped(weights_[i]);
        const std::string beginning = fmt::format("{:>9}  {}  ", node.never_executed() ? "" : weight, bar(share(i)));
        const bool beside = display_width(title) + 2 + display_width(rows) <= room;
        line(beginning + truncated(title + (beside && !rows.empty() ? "  " + rows : ""), room, options_.ascii ? "..." : "…"), share(i) >= 0.2 ? "1" : "");
        const auto below = [&](const std::string& text) {
            line(std::string(static_cast<std::size_t>(9 + 2 + bar_columns + 2 + std::min(indentation + 2, width_ / 3)), ' ') + text, "2");
        };
        if (!beside && !rows.empty()) below(rows);
        if (node.excess_ms > 0) below(excess_text(node));
    }

    void outside_the_tree() {
        for (const auto& trigger : plan_.triggers)
            line(fmt::format("{:>9}  {}  trigger {}  {} calls", milliseconds(trigger.time_ms), bar(total_ > 0 ? trigger.time_ms / total_ : 0),
                             one_line(trigger.name.empty() ? "of constraint " + trigger.constraint : trigger.name), grouped(trigger.calls)));
        if (plan_.jit_ms) line(fmt::format("{:>9}  {}  JIT, inside the nodes above", milliseconds(*plan_.jit_ms), bar(total_ > 0 ? *plan_.jit_ms / total_ : 0)));
        out_ += '\n';
    }

    const Plan& plan_;
    const RenderOptions& options_;
    int width_;
    std::size_t most_nodes_;
    std::vector<double> weights_;
    double total_ = 0;
    std::string out_;
};

}  // namespace

std::string plan_text(const Plan& plan, const RenderOptions& options, std::size_t most_nodes) {
    return PlanText{plan, options, most_nodes}.whole();
}

}  // namespace assay::rendering
