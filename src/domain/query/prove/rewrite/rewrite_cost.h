// What a statement costs before and after it is rewritten: by the planner, and by the clock where there are rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/query/model/parameters.h"
#include "domain/query/prove/rewrite/value_pools.h"
#include "lab/lab.h"

namespace assay::query {

struct RewriteCost {
    std::string basis;  // "the lab's rows", "30,000 generated rows a table", "the statistics"
    double before = 0, after = 0;              // of the planner
    std::optional<double> ms_before = {}, ms_after = {};  // the least of the runs, in ABBA order
    bool cut_off = false;                      // the original ran into the time limit, which is its ms_before
    // Of a statement with parameters whose values are known, which the others are with: planned without.
    std::optional<double> generic_before = {}, generic_after = {};

    bool cheaper() const;
};

struct CostedStatement {
    std::string text;
    std::string values_query = {};  // of parameters: one row, found before
};

// Statements planned and run in an open transaction of `lab`, in the order in which they are given: the first is the
// original. With values for all its parameters they are planned with these, and without; else without. Without `run` only
// planned. Nothing where a statement cannot be planned.
std::vector<std::optional<RewriteCost>> costs_of(Lab& lab, const std::vector<CostedStatement>& statements, const ParameterValues& values, const std::string& basis,
                                                 bool run);

}  // namespace assay::query
