// helper: statements with parameters planned without their values, as a server may keep them prepared.
#pragma once

#include "domain/query/prove/index_advice.h"

namespace assay::query {

// Sets AdvisedQuery::without_values where a server may keep such a plan and plans with values were advised on. `chosen` are the
// indexes that are recommended, with their statements. Gives the number of plans that were asked for.
std::int64_t compare_generic_plans(WhatIf& what_if, const IndexSet& chosen, const std::vector<Roles>& roles, const AdviceOptions& options, IndexAdvice& advice);

}  // namespace assay::query
