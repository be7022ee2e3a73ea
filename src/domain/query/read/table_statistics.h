// Tables as the planner of one database knows them, read from its statistics.
#pragma once

#include "core/result.h"
#include "domain/query/model/tables.h"
#include "world/pg.h"

namespace assay::query {

// Every table of the user's, by its name. The session must be allowed to read pg_stats of all of them.
Result<Tables> read_tables(pg::Connection& session);

}  // namespace assay::query
