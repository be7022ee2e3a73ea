// The calls of a query as they were made: what they do with columns, the values that they gave, statements to plan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/query/model/column_roles.h"
#include "domain/query/model/workload.h"
#include "sql/parser.h"

namespace assay::query {

// As its calls were written, parameters as $n; of a query whose calls are not known, its normal form. Never empty.
std::vector<Sample> calls_of(const Query& query);

// What all known calls do, read with the values of their parameters. Nothing where none is one SELECT, INSERT, UPDATE or DELETE
// that PostgreSQL 15's grammar reads.
std::optional<Roles> roles_of_calls(const sql::Parser& parser, const Query& query, const Tables& tables);

// Values that the statistics of the columns beside them call usual, for those of `count` parameters that have such.
ParameterValues usual_values(const Roles& roles, int count);

}  // namespace assay::query
