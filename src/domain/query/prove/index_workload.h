// helper: the workload as the search for indexes sees it: statements that can be planned, what they do, what they weigh.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/query/advise/upkeep.h"
#include "domain/query/model/workload.h"
#include "domain/query/prove/what_if.h"

namespace assay::query {

// What a statement with parameters costs planned without their values, beside the plans of its known calls.
struct WithoutValues {
    double cost_before = 0, cost_after = 0;
    double with_values = 0;  // the mean of its known calls, with all that is recommended
    bool kept = false;       // from the sixth call on, where it is prepared: it seems cheaper than that mean and planning
    std::vector<IndexText> unused = {};  // recommended indexes that plans with values use and this one does not
};

struct AdvisedQuery {
    std::string name;         // its text
    std::string fingerprint;  // empty for what the server asks by itself
    double calls = 0;
    double cost_before = 0, cost_after = 0;  // of one call
    bool generic = false;     // planned without values of its parameters
    std::string statement = {};  // as it was planned
    int parameters = 0;          // of it that have no value
    std::string prepared = {};   // with all its parameters; empty where it has none
    std::vector<std::string> known_calls = {};  // with their values: `statement`, and others
    bool may_be_kept = true;     // whether calls may be of a prepared statement with a name, whose generic plan a server keeps
    std::optional<WithoutValues> without_values = {};
};

// Which plans of statements with parameters count: those made for the values of a call, those made once for all values,
// or the first, with a word on what becomes of them where the server keeps the second.
enum class PlanKind : unsigned char { custom, generic, both };

struct IndexWorkload {
    std::vector<AdvisedQuery> queries;  // numbered as the planner numbers them
    std::vector<Roles> roles;           // of each
    std::vector<double> rows_of_call;   // that it writes
    std::vector<std::string> notes;

    std::vector<WriteLoad> loads() const;
};

// With the questions that foreign keys ask when rows that they point to are deleted. An Error when nothing can be
// planned.
Result<IndexWorkload> plan_workload(const Workload& workload, const Tables& tables, const std::vector<ForeignKey>& foreign_keys, PlanKind kind,
                                    WhatIf& what_if);

}  // namespace assay::query
