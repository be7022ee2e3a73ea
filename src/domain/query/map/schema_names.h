// The tables of a database that stands on the map, as far as names of queries are looked up in them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/query/model/tables.h"
#include "map/map.h"

namespace assay::query {

// The database that workloads of this run ran on: the only one, or the only live one beside files. Else nobody said.
std::optional<std::int64_t> workload_base(const Map& map);
// Tables and views with their columns; `oid` and `number` make the ids of their rows.
Tables tables_on_map(const Map& map, std::int64_t database_id);

// Columns of the plain unique indexes of that database, by object id of the table.
using UniqueKeys = std::multimap<std::int64_t, std::vector<std::string>>;
UniqueKeys unique_keys_on_map(const Map& map, std::int64_t database_id);

}  // namespace assay::query
