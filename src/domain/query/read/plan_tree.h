// PlanTree: what EXPLAIN printed, as names and values, whatever the format; and the readers that make it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "domain/query/model/plan.h"

namespace assay::query {

// A value of EXPLAIN's JSON, YAML or XML, or what the text format says under the same names.
struct PlanTree {
    enum class Kind : unsigned char { scalar, list, object };
    Kind kind = Kind::scalar;
    std::string text = {};  // of a scalar; "true" and "false"; numbers as they are written
    std::vector<std::pair<std::string, PlanTree>> members = {};  // of an object, in order; a list's have no names
    int line = 0;

    static PlanTree scalar(std::string text, int line = 0) { return {Kind::scalar, std::move(text), {}, line}; }
    static PlanTree object(int line = 0) { return {Kind::object, {}, {}, line}; }
    static PlanTree list(int line = 0) { return {Kind::list, {}, {}, line}; }

    PlanTree& add(std::string_view name, PlanTree value) {
        members.emplace_back(std::string{name}, std::move(value));
        return members.back().second;
    }
    const PlanTree* find(std::string_view name) const {
        for (const auto& [key, value] : members)
            if (key == name) return &value;
        return nullptr;
    }
};

// What a reader of one format gives: the statements it found, and why the last may be cut.
struct PlanTrees {
    std::vector<PlanTree> statements;  // objects with a member "Plan"
    std::string problem = {};          // empty: whole
};

// Of a document that is a list of statements, or one.
PlanTrees statements_of(PlanTree document);

Result<PlanTrees> read_plan_json(std::string_view text);
Result<PlanTrees> read_plan_yaml(std::string_view text);
Result<PlanTrees> read_plan_xml(std::string_view text);
Result<PlanTrees> read_plan_text(std::string_view text);

// A text as it was pasted, without the frames, quotes, line ends, log prefixes and wrapping around the plan.
// Every line stays on its line, so that places can be told.
std::string undecorate(std::string_view pasted);

// The typed model of one statement, with its time accounted for. An Error when it holds no plan or one that is
// deeper or larger than the limits.
Result<Plan> plan_of(const PlanTree& statement);

// Whether a text holds what every plan's does, in one of the four formats.
bool looks_like_plan(std::string_view text);

// The plans of a text in any of the four formats. An Error names the line and what was expected.
Result<std::vector<std::unique_ptr<Plan>>> read_plans(std::string_view text, const std::string& source);

}  // namespace assay::query
