// helper: the workload as the search for indexes sees it: statements that can be planned, what they do, what they weigh.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/query/advise/upkeep.h"
#include "domain/query/model/workload.h"
#include "domain/query/prove/what_if.h"

namespace assay::query {

struct AdvisedQuery {
    std::string name;         // its text
    std::string fingerprint;  // empty for what the server asks by itself
    double calls = 0;
    double cost_before = 0, cost_after = 0;  // of one call
    bool generic = false;     // planned without values of its parameters
    std::string statement = {};  // as it was planned
    int parameters = 0;          // of it that have no value
};

struct IndexWorkload {
    std::vector<AdvisedQuery> queries;  // numbered as the planner numbers them
    std::vector<Roles> roles;           // of each
    std::vector<double> rows_of_call;   // that it writes
    std::vector<std::string> notes;

    std::vector<WriteLoad> loads() const;
};

// With the questions that foreign keys ask when rows that they point to are deleted. An Error when nothing can be
// planned.
Result<IndexWorkload> plan_workload(const Workload& workload, const Tables& tables, const std::vector<ForeignKey>& foreign_keys,
                                    WhatIf& what_if);

}  // namespace assay::query
