// Plans of the lab's statements, as far as experiments look at them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

struct PlanLook {
    std::string scan;       // the node that reads the table: "Seq Scan", "Bitmap Heap Scan"
    double total_cost = 0;  // the planner's, of the whole
    bool reads(const std::string& index) const { return text.find(" " + index) != text.npos; }

    std::string text;  // as EXPLAIN prints it
};

// Nothing where the server cannot plan the query.
std::optional<PlanLook> plan_of(Lab& lab, const std::string& query);

// The blocks that a statement touches while it runs; its changes stay. Unlike its time they are the same each time. Nothing where it fails.
std::optional<std::int64_t> blocks_touched(Lab& lab, const std::string& statement);

// From " USING" on: an index's definition without its own and its table's name.
std::string body_of_index(const std::string& definition);
// Builds on `copy` the table's valid indexes for which `condition` holds, SQL over `indexes`. The number of them; nothing when the lab
// refuses one.
std::optional<int> build_indexes(Lab& lab, const Map& map, std::int64_t relation_id, const std::string& copy, std::string_view condition = "true");

}  // namespace assay::postgres
