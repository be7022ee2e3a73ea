// A plan as a part of an HTML page: an icicle of who waits for whom, the steps as a tree, and where the time went.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/text.h"
#include "render/markup.h"
#include "render/plain.h"
#include "render/plan.h"
#include "render/plan_words.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

using namespace plan_words;
using query::Plan;
using query::PlanNode;

constexpr std::size_t most_details = 2'000;  // steps with all that EXPLAIN says of them; a page with more opens slowly
constexpr std::size_t many_steps = 40;
constexpr double least_width = 0.1;          // of an icicle's cell, in percent

std::string safe(std::string_view text) { return escaped_markup(one_line(text)); }

std::string size_text(double blocks) {
    const double kb = 8 * blocks;
    return kb >= 10 * 1024 ? grouped(kb / 1024) + " MB" : grouped(kb) + " kB";
}

double blocks_of(const query::Buffers& buffers) {
    return buffers.shared_hit + buffers.shared_read + buffers.local_hit + buffers.local_read + buffers.temp_read + buffers.temp_written;
}

// How far the planner was off: above 1 when more rows came than expected.
double estimate_factor(const PlanNode& node) {
    if (!node.rows || !node.rows_estimated || node.never_executed()) return 1;
    return std::max(1.0, *node.rows) / std::max(1.0, *node.rows_estimated);
}

// What a step can be measured by: the figure beside it, and its bar in percent.
struct Measure {
    const char* name;
    const char* title;
};
constexpr Measure measures[]{{"time", "own time"}, {"rows", "rows"}, {"estimate", "estimates"}, {"blocks", "blocks"}, {"cost", "own cost"}};

class PlanHtml {
public:
    PlanHtml(const Plan& plan, const View& view, int number) : plan_{plan}, view_{view}, number_{number} {
        total_ = plan.timed() ? plan.total_ms : plan.nodes.front().total_cost.value_or(0);
        for (const auto& node : plan.nodes) {
            most_rows_ = std::max(most_rows_, rows_of(node));
            most_blocks_ = std::max(most_blocks_, blocks_of(node.exclusive_buffers));
        }
        for (std::size_t i = 0; i < plan.nodes.size(); ++i)
            if (own(plan.nodes[i]) > own(plan.nodes[worst_])) worst_ = i;
        for (int at = static_cast<int>(worst_); at >= 0; at = plan.nodes[static_cast<std::size_t>(at)].parent) path_.push_back(static_cast<std::size_t>(at));
    }

    std::string whole() {
        out_ += fmt::format("<section class=\"plan\" data-first=\"{}\">\n<h2>{}</h2>\n<p class=\"facts\">{}</p>\n", plan_.timed() ? "time" : "cost",
                            safe(plan_.source) + (plan_.number > 1 ? fmt::format(", plan {}", plan_.number) : ""), facts());
        if (!plan_.complete()) out_ += "<p class=\"state\">This is not the whole plan: " + escaped_markup(prose(plan_.problem)) + "</p>\n";
        if (!plan_.statement.empty())
            out_ += "<details class=\"statement\"><summary>the statement</summary><pre>" + escaped_markup(block(plan_.statement)) + "</pre></details>\n";
        icicle();
        choices();
        out_ += "<div class=\"steps\">\n";
        for (std::size_t i = 0; i < plan_.nodes.size(); ++i) step(i);
        for (const auto& trigger : plan_.triggers) beside("trigger " + (trigger.name.empty() ? trigger.constraint : trigger.name), trigger.time_ms, grouped(trigger.calls) + " calls");
        if (plan_.jit_ms) beside("JIT, inside the steps above", *plan_.jit_ms, "");
        out_ += "</div>\n";
        sums();
        out_ += "</section>\n";
        return std::move(out_);
    }

private:
    double own(const PlanNode& node) const { return plan_.timed() ? node.exclusive_ms.value_or(0) : node.exclusive_cost; }
    double with_below(const PlanNode& node) const { return plan_.timed() ? node.inclusive_ms.value_or(0) : node.total_cost.value_or(0); }
    double share(double weight) const { return total_ > 0 ? std::clamp(100 * weight / total_, 0.0, 100.0) : 0.0; }
    std::string weight_text(double weight) const { return plan_.timed() ? milliseconds(weight) + " ms" : grouped(weight); }
    static double rows_of(const PlanNode& node) { return node.rows_total().value_or(node.rows_estimated.value_or(0)); }
    std::string anchor(std::size_t i) const { return fmt::format("p{}n{}", number_, i + 1); }

    std::string facts() const {
        std::string text = plan_.timed() ? milliseconds(plan_.total_ms) + " ms" : "cost " + grouped(total_) + ", an estimate";
        if (plan_.planning_ms) text += " · planning " + milliseconds(*plan_.planning_ms) + " ms";
        if (plan_.jit_ms) text += " · JIT " + milliseconds(*plan_.jit_ms) + " ms";
        text += fmt::format(" · {} steps", grouped(static_cast<double>(plan_.nodes.size())));
        for (const auto& setting : plan_.settings) text += " · " + safe(setting.name + " = " + setting.value);
        return text;
    }

    // Each step as wide as the time until it was done, below the one that waited for it; darker the more it spent itself.
    void icicle() {
        int depth = 0;
        for (const auto& node : plan_.nodes) depth = std::max(depth, node.depth);
        if (total_ <= 0 || plan_.nodes.size() < 2) return;
        out_ += fmt::format("<nav class=\"icicle\" aria-label=\"steps by time\" style=\"--levels:{}\">\n", std::min(depth + 1, 24));
        cell(0, 0, 100);
        out_ += "</nav>\n";
    }

    void cell(std::size_t i, double left, double width) {
        const auto& node = plan_.nodes[i];
        if (width < least_width || node.depth >= 24) return;
        out_ += fmt::format("<a href=\"#{}\" style=\"--left:{:.2f}%;--width:{:.2f}%;--level:{};--heat:{:.0f}%\" title=\"{}\">{}</a>\n", anchor(i), left, width, node.depth,
                            share(own(node)), safe(node.title()) + ": " + weight_text(with_below(node)) + ", itself " + weight_text(own(node)), width > 6 ? safe(node.title()) : "");
        const auto children = plan_.children(static_cast<int>(i));
        double below = 0;
        for (const int child : children) below += with_below(plan_.nodes[static_cast<std::size_t>(child)]);
        // Rounding, and what is printed here and waited for elsewhere, may exceed the step's own time.
        const double scale = width / std::max({below, with_below(node), 1e-9});
        for (const int child : children) {
            const double part = scale * with_below(plan_.nodes[static_cast<std::size_t>(child)]);
            cell(static_cast<std::size_t>(child), left, part);
            left += part;
        }
    }

    void choices() {
        out_ += "<fieldset class=\"measures\"><legend>Steps by</legend>";
        const std::string_view first = plan_.timed() ? "time" : "cost";
        for (const auto& [name, title] : measures) {
            const std::string_view measure = name;
            if (measure == "time" && !plan_.timed()) continue;
            if (measure == "blocks" && most_blocks_ == 0) continue;
            if (measure == "estimate" && !plan_.analyzed()) continue;
            out_ += fmt::format("<label><input type=\"radio\" name=\"measure{}\" value=\"{}\"{}>{}</label>", number_, name, measure == first ? " checked" : "", title);
        }
        const auto small = std::count_if(plan_.nodes.begin(), plan_.nodes.end(), [&](const auto& node) { return is_small(node); });
        if (small > 0)
            out_ += fmt::format("<label><input type=\"checkbox\" class=\"fewer\" checked>without {} steps that cost next to nothing</label>", grouped(static_cast<double>(small)));
        out_ += "</fieldset>\n";
    }

    // Of many steps, those that may be left out at first.
    bool is_small(const PlanNode& node) const { return plan_.nodes.size() > many_steps && total_ > 0 && share(with_below(node)) < 0.1; }

    void step(std::size_t i) {
        const auto& node = plan_.nodes[i];
        const double factor = estimate_factor(node), off = std::max(factor, 1 / factor);
        const bool on_path = std::find(path_.begin(), path_.end(), i) != path_.end();
        out_ += fmt::format("<details class=\"step{}{}{}{}\" id=\"{}\" data-depth=\"{}\" style=\"--depth:{};--time:{:.1f}%;--rows:{:.1f}%;--estimate:{:.1f}%;--blocks:{:.1f}%;--cost:{:.1f}%\">",
                            on_path && total_ > 0 ? " path" : "", i == worst_ && total_ > 0 ? " worst" : "", node.never_executed() ? " never" : "", is_small(node) ? " small" : "", anchor(i), node.depth,
                            std::min(node.depth, 24), share(own(node)), most_rows_ > 0 ? 100 * rows_of(node) / most_rows_ : 0, std::min(100.0, 25 * std::log10(off)),
                            most_blocks_ > 0 ? 100 * blocks_of(node.exclusive_buffers) / most_blocks_ : 0,
                            plan_.nodes.front().total_cost.value_or(0) > 0 ? std::min(100.0, 100 * node.exclusive_cost / *plan_.nodes.front().total_cost) : 0);
        out_ += fmt::format("<summary><b class=\"time\">{}</b><b class=\"rows\">{}</b><b class=\"estimate\">{}</b><b class=\"blocks\">{}</b><b class=\"cost\">{}</b><i></i>",
                            node.never_executed() || !node.exclusive_ms ? "" : milliseconds(*node.exclusive_ms), grouped(rows_of(node)),
                            off < 2 ? "" : fmt::format("{}{}", factor > 1 ? "×" : "÷", grouped(off)), size_text(blocks_of(node.exclusive_buffers)), grouped(node.exclusive_cost));
        out_ += fmt::format("<span class=\"name\">{}{}{}</span><span class=\"found\">{}</span></summary>\n",
                            node.subplan.empty() ? "" : "<em>" + safe(node.subplan) + "</em> ", safe(node.title()), badges(node, off), escaped_markup(rows_text(node, false)));
        if (plan_.nodes.size() <= most_details) all_of(node);
        out_ += "</details>\n";
    }

    // What rules said of this step, and where: links into the findings below.
    std::string badges(const PlanNode& node, double off) const {
        std::string text;
        for (std::size_t i = 0; i < view_.findings.size(); ++i) {
            const auto& finding = view_.findings[i];
            if (!finding.location || finding.location->line != node.line || finding.location->file != plan_.source) continue;
            text += fmt::format(" <a class=\"badge {}\" href=\"#f{}\" title=\"{}\">{}</a>", name(finding.severity), i + 1, safe(finding.message),
                                safe(view_.rule_of(finding).short_name));
        }
        if (off >= 10) text += fmt::format(" <span class=\"badge estimate\" title=\"rows against the planner's estimate\">{}{}</span>", estimate_factor(node) > 1 ? "×" : "÷", grouped(off));
        return text;
    }

    void entry(std::string_view term, std::string_view value) {
        if (!value.empty()) out_ += fmt::format("<dt>{}</dt><dd>{}</dd>", escaped_markup(one_line(term)), escaped_markup(prose(value)));
    }

    // What assay reckoned first, then all that EXPLAIN said.
    void all_of(const PlanNode& node) {
        out_ += "<dl>";
        if (node.exclusive_ms && !node.never_executed())
            entry("time", fmt::format("{} ms itself, {} ms with what is below{}", milliseconds(*node.exclusive_ms), milliseconds(node.inclusive_ms.value_or(0)),
                                      node.participants > 1 ? fmt::format("; {} ms of {} processes", milliseconds(node.cpu_ms), grouped(node.participants)) : ""));
        entry("but", excess_text(node));
        if (node.loops.value_or(1) > 1) entry("loops", fmt::format("{}; EXPLAIN's figures below are averages of one", grouped(*node.loops)));
        if (node.has_buffers) {
            const auto& blocks = node.exclusive_buffers;
            entry("itself", fmt::format("{} from the cache, {} read, {} of temporary files", size_text(blocks.shared_hit), size_text(blocks.shared_read),
                                        size_text(blocks.temp_read + blocks.temp_written)));
        }
        for (const auto& [name, value] : node.properties.all()) entry(name, value);
        for (const auto& worker : node.workers)
            entry(fmt::format("worker {}", worker.number), fmt::format("{} ms, {} rows", milliseconds(worker.total_ms.value_or(0)), grouped(worker.rows.value_or(0) * worker.loops.value_or(1))));
        out_ += "</dl>\n";
    }

    void beside(std::string_view title, double weight, std::string_view found) {
        out_ += fmt::format("<div class=\"step beside\" style=\"--depth:0;--time:{:.1f}%\"><b class=\"time\">{}</b><i></i><span class=\"name\">{}</span><span class=\"found\">{}</span></div>\n",
                            share(weight), milliseconds(weight), safe(title), escaped_markup(found));
    }

    // By table and by kind of step: where the same thing costs in several places.
    void sums() {
        if (!plan_.timed() || plan_.nodes.size() < 3 || total_ <= 0) return;
        std::map<std::string, std::pair<int, double>> tables, kinds;
        const auto add = [](auto& sums, const std::string& what, double ms) {
            auto& [steps, sum] = sums[what];
            ++steps;
            sum += ms;
        };
        for (const auto& node : plan_.nodes) {
            if (node.never_executed()) continue;
            add(kinds, node.type, own(node));
            if (const auto table = node.text("Relation Name"); !table.empty()) add(tables, std::string{table}, own(node));
        }
        out_ += "<div class=\"sums\">\n";
        sum_table("Time by table", tables);
        sum_table("Time by kind of step", kinds);
        out_ += "</div>\n";
    }

    void sum_table(std::string_view title, const std::map<std::string, std::pair<int, double>>& sums) {
        std::vector<std::pair<std::string, std::pair<int, double>>> ranked{sums.begin(), sums.end()};
        std::erase_if(ranked, [&](const auto& sum) { return share(sum.second.second) < 0.1; });
        if (ranked.empty()) return;
        std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.second.second > b.second.second; });
        if (ranked.size() > 8) ranked.resize(8);
        out_ += fmt::format("<table><caption>{}</caption>\n", title);
        for (const auto& [what, sum] : ranked)
            out_ += fmt::format("<tr style=\"--time:{:.1f}%\"><td>{}</td><td>{}</td><td><i></i></td><td>{} ms</td></tr>\n", share(sum.second), safe(what),
                                sum.first > 1 ? "×" + grouped(sum.first) : "", milliseconds(sum.second));
        out_ += "</table>\n";
    }

    const Plan& plan_;
    const View& view_;
    int number_;
    double total_ = 0, most_rows_ = 0, most_blocks_ = 0;
    std::size_t worst_ = 0;
    std::vector<std::size_t> path_;
    std::string out_;
};

}  // namespace

std::string plan_html(const Plan& plan, const View& view, int number) { return PlanHtml{plan, view, number}.whole(); }

}  // namespace assay::rendering
