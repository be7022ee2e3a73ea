// Who spent the time. EXPLAIN prints, per node, the average of a loop including what is below. Three things
// make a plain subtraction wrong:
//  - Below a Gather loops count over all processes, whose work runs side by side. Work (time × loops) adds up
//    over the nodes of such a section; divided by the processes that took part it becomes wall time.
//  - A bitmap is built by one process while the others wait: its time counts in full.
//  - An InitPlan or CTE is printed below one node, but runs when another one first asks for it, and is
//    contained in the time of that one.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include "domain/query/model/plan.h"

namespace assay::query {

namespace {

bool is_set_aside(const PlanNode& node) { return node.relationship == "InitPlan"; }

class Accounting {
public:
    explicit Accounting(Plan& plan) : plan_{plan}, nodes_{plan.nodes}, rounding_(plan.nodes.size()) {}

    void run() {
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            find_participants(i);
            find_times(i);
        }
        subtract_children();
        find_readers();
        give_set_aside_to_readers();
        for (std::size_t i = 0; i < nodes_.size(); ++i) clamp(i);
        const auto& root = nodes_.front();
        plan_.total_ms = plan_.execution_ms.value_or(root.inclusive_ms.value_or(0));
    }

private:
    PlanNode* parent_of(const PlanNode& node) {
        return node.parent < 0 ? nullptr : &nodes_[static_cast<std::size_t>(node.parent)];
    }

    // Among how many processes the loops of a node are divided: 1 outside of Gather.
    void find_participants(std::size_t i) {
        PlanNode& node = nodes_[i];
        const PlanNode* parent = parent_of(node);
        if (!parent || is_set_aside(node)) return;  // the leader alone runs an InitPlan, before the workers start
        node.participants = parent->participants;
        if ((parent->type == "Gather" || parent->type == "Gather Merge") && parent->loops.value_or(0) > 0)
            node.participants = std::max(1.0, node.loops.value_or(1) / *parent->loops);
        const bool bitmap = node.type == "Bitmap Index Scan" || node.type == "BitmapAnd" || node.type == "BitmapOr";
        if (bitmap && node.loops == 1.0) node.participants = 1;
    }

    void find_times(std::size_t i) {
        PlanNode& node = nodes_[i];
        node.exclusive_buffers = node.buffers;
        node.exclusive_cost = node.total_cost.value_or(0);
        if (!node.total_ms) {
            if (plan_.timed()) node.inclusive_ms = node.exclusive_ms = 0;  // never executed
            return;
        }
        node.cpu_ms = *node.total_ms * node.loops.value_or(1);
        node.inclusive_ms = node.cpu_ms / node.participants;
        node.exclusive_ms = node.inclusive_ms;
    }

    // How often a child runs, as the planner sees it: the inner side of a nested loop once per outer row.
    double repetitions(const PlanNode& node, const PlanNode& parent) const {
        if (parent.type != "Nested Loop" || node.relationship != "Inner") return 1;
        for (const int child : plan_.children(node.parent))
            if (const auto& outer = nodes_[static_cast<std::size_t>(child)]; outer.relationship == "Outer")
                return std::max(1.0, outer.rows_estimated.value_or(1));
        return 1;
    }

    void subtract_children() {
        for (auto& node : nodes_) {
            PlanNode* parent = parent_of(node);
            if (!parent) continue;
            rounding_[static_cast<std::size_t>(node.parent)] += 0.001 * node.loops.value_or(1);
            if (!is_set_aside(node)) parent->exclusive_buffers -= node.buffers;
            parent->exclusive_cost -= node.total_cost.value_or(0) * repetitions(node, *parent);
            // A Gather's child counts as wall time; within a section both have the section's divisor.
            if (node.inclusive_ms && parent->exclusive_ms && !is_set_aside(node)) *parent->exclusive_ms -= *node.inclusive_ms;
        }
    }

    // What a reader's conditions call an InitPlan's result: "$0" or, from 17, "(InitPlan 1)".
    static std::vector<std::string> names_of(const PlanNode& node) {
        std::vector<std::string> names;
        const std::string& text = node.subplan;
        for (auto at = text.find('$'); at != text.npos; at = text.find('$', at + 1)) {
            auto end = at + 1;
            while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end]))) ++end;
            names.push_back(text.substr(at, end - at));
        }
        if (text.starts_with("InitPlan")) names.push_back("(" + text.substr(0, text.find(" (")) + ")");
        return names;
    }

    // Gather evaluates what its workers will ask for before it starts them.
    static bool evaluates(const PlanNode& node, const std::vector<std::string>& names) {
        const auto evaluated = ", " + std::string{node.text("Params Evaluated")} + ",";
        for (const auto& name : names)
            if (evaluated.find(" " + name + ",") != evaluated.npos) return true;
        return false;
    }

    bool is_below(std::size_t node, std::size_t top) const {
        for (int at = static_cast<int>(node); at >= 0; at = nodes_[static_cast<std::size_t>(at)].parent)
            if (at == static_cast<int>(top)) return true;
        return false;
    }

    // Each name in a node's conditions that could be an InitPlan's result, and the CTE that it scans.
    static std::set<std::string> asked_by(const PlanNode& node) {
        std::set<std::string> names;
        if (node.type == "CTE Scan") names.insert("CTE " + std::string{node.text("CTE Name")});
        for (const auto& [property, value] : node.properties.all()) {
            for (auto at = value.find('$'); at != value.npos; at = value.find('$', at + 1)) {
                auto end = at + 1;
                while (end < value.size() && std::isdigit(static_cast<unsigned char>(value[end]))) ++end;
                names.insert(value.substr(at, end - at));
            }
            for (auto at = value.find("(InitPlan "); at != value.npos; at = value.find("(InitPlan ", at + 1))
                names.insert(value.substr(at, value.find(')', at) - at + 1));
        }
        return names;
    }

    void find_readers() {
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            for (const auto& name : asked_by(nodes_[i])) readers_[name].push_back(i);
    }

    std::vector<std::size_t> readers_of(std::size_t set_aside) const {
        const PlanNode& node = nodes_[set_aside];
        const bool cte = node.subplan.starts_with("CTE ");
        const auto names = cte ? std::vector{node.subplan} : names_of(node);
        std::set<std::size_t> readers;  // in the order of the plan
        for (const auto& name : names)
            if (const auto found = readers_.find(name); found != readers_.end()) readers.insert(found->second.begin(), found->second.end());
        std::erase_if(readers, [&](std::size_t reader) { return is_below(reader, set_aside); });
        if (!cte)
            for (const auto reader : readers)
                if (evaluates(nodes_[reader], names)) return {reader};
        return {readers.begin(), readers.end()};
    }

    // The reader that asked first waited longest, and its buffers hold those of the plan it started.
    bool asked_before(std::size_t a, std::size_t b) const {
        const auto weight = [&](std::size_t i) {
            const auto& buffers = nodes_[i].exclusive_buffers;
            return std::pair{nodes_[i].exclusive_ms.value_or(0), buffers.shared_hit + buffers.shared_read};
        };
        return weight(a) > weight(b);
    }

    // Time is taken where there is most of it, until none is left; the node under which the plan is printed pays
    // the rest, as far as it can: what nobody reads (a CTE that writes) runs after the root is done.
    void give_set_aside_to_readers() {
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (!is_set_aside(nodes_[i])) continue;
            auto readers = readers_of(i);
            std::sort(readers.begin(), readers.end(), [&](std::size_t a, std::size_t b) { return asked_before(a, b); });
            readers.push_back(static_cast<std::size_t>(nodes_[i].parent));
            nodes_[readers.front()].exclusive_buffers -= nodes_[i].buffers;
            double left = nodes_[i].inclusive_ms.value_or(0);
            for (const auto reader : readers) {
                auto& time = nodes_[reader].exclusive_ms;
                const double taken = std::min(left, std::max(0.0, time.value_or(0)));
                if (time) *time -= taken;
                left -= taken;
            }
        }
    }

    // Averages are rounded to a microsecond a loop: below that a negative time is none.
    void clamp(std::size_t i) {
        PlanNode& node = nodes_[i];
        node.exclusive_cost = std::max(0.0, node.exclusive_cost);
        node.exclusive_buffers.clamp();
        if (!node.exclusive_ms || *node.exclusive_ms >= 0) return;
        if (-*node.exclusive_ms > rounding_[i] + 0.001 * node.loops.value_or(1)) node.excess_ms = -*node.exclusive_ms;
        node.exclusive_ms = 0;
    }

    Plan& plan_;
    std::vector<PlanNode>& nodes_;
    std::map<std::string, std::vector<std::size_t>> readers_;  // of "$0", "(InitPlan 1)" and "CTE x"
    std::vector<double> rounding_;  // of the children's times, in milliseconds
};

}  // namespace

void account_time(Plan& plan) {
    if (!plan.nodes.empty()) Accounting{plan}.run();
}

}  // namespace assay::query
