// Bulk rows: tables filled with many rows that keep keys and foreign keys, for costs where the lab has no rows.
#pragma once

#include <vector>

#include "domain/query/prove/rewrite/value_pools.h"
#include "lab/lab.h"

namespace assay::query {

inline constexpr int bulk_child_rows = 12'000;   // of a table that refers to another
inline constexpr int bulk_parent_rows = 1'500;

// In the lab's open transaction: empties the tables, fills them, and analyses them. An Error names the table whose
// constraints no generated row meets.
Result<void> fill_in_bulk(Lab& lab, const std::vector<PooledTable>& tables);

}  // namespace assay::query
