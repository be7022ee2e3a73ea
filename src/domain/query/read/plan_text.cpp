// EXPLAIN's text format: a tree by indentation. A node begins with "->" (the root with nothing), its
// attributes stand 2 columns behind the root's, or 6 behind an arrow; a heading ("InitPlan 1", "CTE x")
// owns the next node.
#include <fmt/core.h>

#include <cctype>
#include <optional>

#include "core/text.h"
#include "domain/query/read/plan_text.h"

namespace assay::query {

namespace {

using namespace text_plan;

struct Attribute {
    std::string_view name, value;
};

// "Name: value", where the name is one that EXPLAIN could write.
std::optional<Attribute> attribute_of(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == text.npos || colon == 0 || colon > 60) return {};
    const auto name = text.substr(0, colon);
    if (std::isupper(static_cast<unsigned char>(name.front())) == 0 || name.find_first_of("'\"(=") != name.npos) return {};
    return Attribute{name, trimmed(text.substr(colon + 1))};
}

bool is_heading(std::string_view text) {
    if (starts_with(text, "CTE ") && text.find("  (") == text.npos) return true;
    for (const std::string_view word : {"InitPlan ", "SubPlan "})
        if (starts_with(text, word) && std::isdigit(static_cast<unsigned char>(text[word.size()]))) return text.find("  (cost") == text.npos;
    return false;
}

bool has_figures(const NodeLine& line) { return !line.costs.empty() || !line.actual.empty(); }

// The tree of the nodes that are open: each is a member of its parent's list "Plans", so that pointers into
// lists would move; they are kept apart and put together when they close.
struct Open {
    int arrow;  // column of "->"; the root's is -1
    PlanTree node;
    PlanTree children = PlanTree::list();
};

std::string relationship(const PlanTree& parent, const PlanTree& siblings) {
    const auto type = parent.find("Node Type")->text;
    if (type == "Append" || type == "Merge Append" || type == "BitmapAnd" || type == "BitmapOr") return "Member";
    if (type == "Subquery Scan") return "Subquery";
    int inputs = 0;
    for (const auto& [name, sibling] : siblings.members) {
        const auto* related = sibling.find("Parent Relationship");
        inputs += related && (related->text == "Outer" || related->text == "Inner");
    }
    return inputs == 0 ? "Outer" : "Inner";
}

class Reader {
public:
    explicit Reader(std::string_view text) : lines_{logical_lines(text)} {}

    Result<PlanTrees> run() {
        for (const auto& line : lines_) take(line);
        finish_statement();
        if (trees_.statements.empty())
            return fail("no plan found: expected a line such as \"Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)\"", {{}, 1, 1});
        if (!cut_.empty()) trees_.problem = cut_;
        return std::move(trees_);
    }

private:
    void take(const Line& line) {
        if (begins_statement(line)) return begin_statement(line);
        if (open_.empty() && !in_tail_) return take_preamble(line);
        if (!line.whole) cut_ = fmt::format("line {} is cut off", line.number);
        const int indentation = line.indentation - base_;
        if (indentation <= 0) return take_tail(line);
        if (in_tail_) return take_tail_detail(line);
        if (starts_with(line.text, "->")) return take_node(line, indentation);
        if (is_heading(line.text)) {
            heading_ = line.text;
            heading_column_ = indentation;
            return;
        }
        take_attribute(line, indentation);
    }

    bool begins_statement(const Line& line) const {
        if (starts_with(line.text, "->") || (!open_.empty() && line.indentation > base_)) return false;
        if (in_tail_ && line.indentation > base_) return false;
        const auto figures = cut_figures(line.text);
        return has_figures(figures) ? !figures.title.empty() : !attribute_of(line.text) && is_title(line.text);
    }

    void begin_statement(const Line& line) {
        finish_statement();
        base_ = line.indentation;
        statement_ = PlanTree::object(line.number);
        if (!query_text_.empty()) statement_.add("Query Text", PlanTree::scalar(std::move(query_text_), line.number));
        if (!parameters_.empty()) statement_.add("Query Parameters", PlanTree::scalar(std::move(parameters_), line.number));
        query_text_.clear();
        parameters_.clear();
        open_.push_back({-1, node_of(line.text, line.number)});
    }

    // auto_explain writes "Query Text:" and the statement, whatever lines it has, before the plan; from 16 on also "Query Parameters:".
    void take_preamble(const Line& line) {
        if (starts_with(line.text, "Query Text:")) query_text_ = trimmed(std::string_view{line.text}.substr(11));
        else if (query_text_.empty()) return;
        else if (starts_with(line.text, "Query Parameters:")) parameters_ = trimmed(std::string_view{line.text}.substr(17));
        else (parameters_.empty() ? query_text_ : parameters_) += "\n" + line.text;
    }

    static PlanTree node_of(const std::string& text, int number) {
        PlanTree node = PlanTree::object(number);
        const auto figures = cut_figures(text);
        add_title(figures.title, node);
        add_figures(figures, node);
        return node;
    }

    void take_node(const Line& line, int column) {
        const bool headed = !heading_.empty();
        close_down_to(headed ? heading_column_ : column);
        const auto text = std::string{trimmed(std::string_view{line.text}.substr(2))};
        PlanTree node = node_of(text, line.number);
        Open& parent = open_.back();
        if (headed) {
            node.add("Parent Relationship", PlanTree::scalar(starts_with(heading_, "SubPlan") ? "SubPlan" : "InitPlan", line.number));
            node.add("Subplan Name", PlanTree::scalar(std::move(heading_), line.number));
            heading_.clear();
        } else {
            node.add("Parent Relationship", PlanTree::scalar(relationship(parent.node, parent.children), line.number));
        }
        open_.push_back({column, std::move(node)});
    }

    // Closes the nodes that cannot have this column's node below them.
    void close_down_to(int column) {
        while (open_.size() > 1 && open_.back().arrow >= column) close_last();
    }
    void close_last() {
        Open last = std::move(open_.back());
        open_.pop_back();
        worker_ = nullptr;
        if (!last.children.members.empty()) last.node.add("Plans", std::move(last.children));
        if (open_.empty()) statement_.add("Plan", std::move(last.node));
        else open_.back().children.add({}, std::move(last.node));
    }

    void take_attribute(const Line& line, int indentation) {
        const auto attribute = attribute_of(line.text);
        if (!attribute) return;
        PlanTree& node = open_.back().node;
        if (starts_with(attribute->name, "Worker ") && attribute->name.size() > 7 && std::isdigit(static_cast<unsigned char>(attribute->name[7])))
            return begin_worker(*attribute, node, indentation, line.number);
        if (worker_ && indentation <= worker_column_) worker_ = nullptr;
        if (attribute->value.empty() && worker_) return;  // "JIT:" of a worker
        add_attribute(attribute->name, attribute->value, worker_ ? worker_of(node) : node, line.number);
    }

    void begin_worker(const Attribute& attribute, PlanTree& node, int indentation, int number) {
        PlanTree* workers = workers_of(node);
        worker_name_ = attribute.name.substr(7);
        worker_column_ = indentation;
        worker_ = workers;
        PlanTree& worker = worker_of(node);
        worker.line = number;
        if (starts_with(attribute.value, "actual ")) add_figures({{}, {}, std::string{attribute.value}}, worker);
        else if (const auto inner = attribute_of(attribute.value)) add_attribute(inner->name, inner->value, worker, number);
    }

    static PlanTree* workers_of(PlanTree& node) {
        for (auto& [name, value] : node.members)
            if (name == "Workers") return &value;
        return &node.add("Workers", PlanTree::list(node.line));
    }

    PlanTree& worker_of(PlanTree& node) {
        PlanTree* workers = workers_of(node);
        for (auto& [name, worker] : workers->members)
            if (worker.find("Worker Number")->text == worker_name_) return worker;
        PlanTree worker = PlanTree::object(node.line);
        worker.add("Worker Number", PlanTree::scalar(worker_name_, node.line));
        return workers->add({}, std::move(worker));
    }

    // What stands below the tree, at the root's column: planning, triggers, JIT, times.
    void take_tail(const Line& line) {
        close_all();
        in_tail_ = true;
        if (starts_with(line.text, "Trigger ")) return take_trigger(line);
        const auto attribute = attribute_of(line.text);
        if (!attribute) return;
        section_ = attribute->value.empty() || attribute->name == "Serialization" ? std::string{attribute->name} : std::string{};
        if (attribute->name == "Settings") return take_settings(attribute->value, line.number);
        if (attribute->value.empty()) return;
        add_attribute(attribute->name, attribute->value, section_.empty() ? statement_ : group(section_, line.number), line.number);
    }

    // "Timing: Generation 1.2 ms (Deform 0.5 ms), Inlining 0.0 ms, …, Total 33.6 ms"
    void take_tail_detail(const Line& line) {
        const auto attribute = attribute_of(line.text);
        if (!attribute || section_.empty()) return;
        const auto prefix = section_ + " ";
        if (section_ == "Planning" || section_ == "Serialization")
            return add_attribute(attribute->name, attribute->value, group(section_, line.number), line.number);
        if (attribute->name != "Timing" && attribute->name != "Options")
            return void(statement_.add(prefix + std::string{attribute->name}, PlanTree::scalar(std::string{attribute->value}, line.number)));
        for (auto part : split(attribute->value, ',')) {
            part = trimmed(part);
            const auto space = part.find(' ');
            auto value = trimmed(part.substr(std::min(space, part.size())));
            if (const auto unit = value.find(" ms"); unit != value.npos) value = value.substr(0, unit);
            statement_.add(prefix + std::string{attribute->name} + " " + std::string{part.substr(0, space)},
                           PlanTree::scalar(std::string{value}, line.number));
        }
    }

    // "Planning" or "Serialization": an object of the statement, as in JSON.
    PlanTree& group(const std::string& called, int line) {
        for (auto& [name, value] : statement_.members)
            if (name == called) return value;
        return statement_.add(called, PlanTree::object(line));
    }

    // "Trigger NAME: time=1.2 calls=3", "Trigger for constraint NAME: …", "Trigger NAME on TABLE: …"
    void take_trigger(const Line& line) {
        const auto colon = line.text.rfind(": ");
        if (colon == std::string::npos) return;
        std::string_view name = std::string_view{line.text}.substr(8, colon - 8);
        PlanTree trigger = PlanTree::object(line.number);
        const auto add = [&](const char* key, std::string_view value) { trigger.add(key, PlanTree::scalar(std::string{value}, line.number)); };
        if (const auto on = name.rfind(" on "); on != name.npos) {
            add("Relation", name.substr(on + 4));
            name = name.substr(0, on);
        }
        if (const auto at = name.find("for constraint "); at != name.npos) {
            add("Constraint Name", name.substr(at + 15));
            name = trimmed(name.substr(0, at));
        }
        if (!name.empty()) add("Trigger Name", name);
        for (const auto part : split(std::string_view{line.text}.substr(colon + 2), ' ')) {
            if (starts_with(part, "time=")) add("Time", part.substr(5));
            if (starts_with(part, "calls=")) add("Calls", part.substr(6));
        }
        triggers_.add({}, std::move(trigger));
    }

    void take_settings(std::string_view text, int line) {
        PlanTree settings = PlanTree::object(line);
        while (!text.empty()) {
            const auto equal = text.find(" = '");
            if (equal == text.npos) break;
            auto end = equal + 4;
            while (end < text.size() && (text[end] != '\'' || (end + 1 < text.size() && text[end + 1] == '\''))) end += text[end] == '\'' ? 2 : 1;
            settings.add(std::string{trimmed(text.substr(0, equal))}, PlanTree::scalar(replaced(text.substr(equal + 4, end - equal - 4), "''", "'"), line));
            text = end >= text.size() ? std::string_view{} : text.substr(end + 1);
            if (starts_with(text, ",")) text = trimmed(text.substr(1));
        }
        statement_.add("Settings", std::move(settings));
    }

    void close_all() {
        while (!open_.empty()) close_last();
    }
    void finish_statement() {
        if (open_.empty() && !in_tail_) return;
        close_all();
        if (!triggers_.members.empty()) statement_.add("Triggers", std::move(triggers_));
        triggers_ = PlanTree::list();
        trees_.statements.push_back(std::move(statement_));
        in_tail_ = false;
        section_.clear();
        heading_.clear();
    }

    std::vector<Line> lines_;
    PlanTrees trees_;
    PlanTree statement_, triggers_ = PlanTree::list();
    std::vector<Open> open_;
    PlanTree* worker_ = nullptr;  // tells only whether attributes belong to a worker
    std::string worker_name_, heading_, section_, query_text_, parameters_, cut_;
    int base_ = 0, heading_column_ = 0, worker_column_ = 0;
    bool in_tail_ = false;
};

}  // namespace

Result<PlanTrees> read_plan_text(std::string_view text) { return Reader{text}.run(); }

}  // namespace assay::query
