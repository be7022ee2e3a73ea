// Runs rules over the map: a query's rows become findings; a rule whose facts are missing is reported.
#pragma once

#include "core/report.h"
#include "core/result.h"
#include "core/workspace.h"
#include "map/map.h"

namespace assay {

// Adds the rule's findings, or says in the report that it did not run. An Error only for a query that
// does not fit the map: a mistake in the rule (of the user's own rules, then).
Result<void> run_rule(const Rule& rule, const Workspace& workspace, Report& report);

// The same for a rule that is a query, over any map of these rows.
Result<void> run_query_rule(const Rule& rule, const Map& map, Report& report);

}  // namespace assay
