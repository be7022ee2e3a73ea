// helper: a query of the workload as EXPLAIN takes it, with the values that it was called with.
#pragma once

#include <string>
#include <vector>

#include "domain/query/model/column_roles.h"
#include "domain/query/model/workload.h"

namespace assay::query {

struct PlannedStatement {
    std::string text;
    int parameters = 0;  // $1 to $n that have no value
};

// As it was called once, else with parameters. Without all values none is used: $1 with a value and $2 without would
// be planned as nobody runs it.
PlannedStatement planned_statement(const Query& query);

// With a value for each parameter that the statistics of its column give; as it was where one has none.
PlannedStatement with_typical_values(PlannedStatement planned, const Roles& roles);

// As its calls were written, parameters as $n: what is a constant in all of them is one.
std::vector<std::string> written_statements(const Query& query);

}  // namespace assay::query
