// Plans that auto_explain logged: their format, and the statement that they begin with.
#pragma once

#include <string>
#include <string_view>

#include "domain/query/model/workload.h"

namespace assay::query {

LoggedPlan::Format plan_format(std::string_view plan);
// The text of the query; empty when the plan does not show it.
std::string planned_statement(std::string_view plan, LoggedPlan::Format format);

}  // namespace assay::query
