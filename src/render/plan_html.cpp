#include <fmt/core.h>

#include <algorithm>

#include "render/markup.h"
#include "render/plain.h"
#include "render/plan.h"
#include "render/plan_words.h"

namespace assay::rendering {

namespace {

using namespace plan_words;
using query::Plan;

constexpr std::size_t most_nodes = 2'000;  // a page with more is no longer read

class PlanHtml {
public:
    explicit PlanHtml(const Plan& plan) : plan_{plan} {
        total_ = plan.timed() ? plan.total_ms : plan.nodes.front().total_cost.value_or(0);
    }

    std::string whole() {
        out_ += "<section class=\"plan\">\n<h2>" + escaped_markup(one_line(plan_.source)) + "</h2>\n<p class=\"facts\">" + facts() + "</p>\n";
        if (!plan_.complete()) out_ += "<p class=\"state\">This is not the whole plan: " + escaped_markup(prose(plan_.problem)) + "</p>\n";
        node(0);
        for (const auto& trigger : plan_.triggers)
            row(trigger.time_ms, 0, "trigger " + (trigger.name.empty() ? trigger.constraint : trigger.name), grouped(trigger.calls) + " calls");
        out_ += "</section>\n";
        return std::move(out_);
    }

private:
    std::string facts() const {
        std::string text = plan_.timed() ? milliseconds(plan_.total_ms) + " ms" : "cost " + grouped(total_) + ", an estimate";
        if (plan_.planning_ms) text += " · planning " + milliseconds(*plan_.planning_ms) + " ms";
        if (plan_.jit_ms) text += " · JIT " + milliseconds(*plan_.jit_ms) + " ms";
        return text + fmt::format(" · {} nodes", plan_.nodes.size());
    }

    void row(double weight, int depth, std::string_view title, std::string_view rows) {
        out_ += fmt::format("<span class=\"weight\">{}</span><span class=\"bar\"><i style=\"width:{:.1f}%\"></i></span>"
                            "<span class=\"node\" style=\"padding-left:{}rem\">{}</span><span class=\"rows\">{}</span>",
                            plan_.timed() ? milliseconds(weight) : grouped(weight), total_ > 0 ? std::clamp(100 * weight / total_, 0.0, 100.0) : 0.0, depth,
                            escaped_markup(one_line(title)), escaped_markup(rows));
    }

    // A node that folds away with what is below it; depth is bounded by limits::plan_depth.
    void node(int index) {
        const auto& node = plan_.nodes[static_cast<std::size_t>(index)];
        const double weight = plan_.timed() ? node.exclusive_ms.value_or(0) : node.exclusive_cost;
        out_ += fmt::format("<details{}><summary>", total_ > 0 && plan_.nodes.size() <= most_nodes ? " open" : "");
        row(weight, std::min(node.depth, 20), (node.subplan.empty() ? "" : node.subplan + ": ") + node.title(), rows_text(node, false));
        out_ += "</summary>\n<details class=\"all\"><summary title=\"all that EXPLAIN says\">details</summary><dl>";
        for (const auto& [name, value] : node.properties.all())
            out_ += fmt::format("<dt>{}</dt><dd><code>{}</code></dd>", escaped_markup(one_line(name)), escaped_markup(prose(value)));
        out_ += "</dl></details>\n";
        for (const int child : plan_.children(index)) this->node(child);
        out_ += "</details>\n";
    }

    const Plan& plan_;
    double total_ = 0;
    std::string out_;
};

}  // namespace

std::string plan_html(const Plan& plan) { return PlanHtml{plan}.whole(); }

}  // namespace assay::rendering
