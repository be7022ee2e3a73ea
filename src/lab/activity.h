// What a server counted of its tables' writes and its indexes' scans, as facts beside the statistics.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "world/pg.h"

namespace assay::lab {

// JSON objects: {"schema", "written": table, "inserted", "updated", "hot_updated", "deleted"}, {"schema", "scanned": index,
// "scans"}, and one {"counted_since", "counted_seconds"}. Of a standby these are its own reads, and no writes.
Result<std::vector<std::string>> activity_facts(pg::Connection& session);

}  // namespace assay::lab
