// Indexes and foreign keys of a database, and what its server counted of writes and scans.
#pragma once

#include "core/result.h"
#include "domain/query/model/existing.h"
#include "lab/statistics.h"
#include "world/pg.h"

namespace assay::query {

// Of the user's schemas, in the order of their names.
Result<std::vector<ExistingIndex>> read_existing(pg::Connection& session);
Result<std::vector<ForeignKey>> read_foreign_keys(pg::Connection& session);

// The counters among the facts of a live system or of its snapshot; any session can take the facts apart.
Result<Counters> counters_in(pg::Connection& session, const lab::Statistics& statistics);

}  // namespace assay::query
