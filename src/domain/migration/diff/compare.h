// Comparison: what of two schemas is not the same, object by object and fact by fact.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/migration/model/difference.h"

namespace assay {
class Map;
}

namespace assay::migration::diff {

struct CompareOptions {
    bool owners = false;    // also whose things are: files seldom say
    bool rights = true;     // GRANT, ALTER DEFAULT PRIVILEGES
    bool comments = true;
    bool column_order = true;  // which no statement changes
};

// Equal schemas have none. Names tell objects apart, never ids; what a parent has made in a partition or a child is compared with the
// parent, the columns and constraints of an object that the other has not are not listed beside it. Texts that PostgreSQL prints are
// compared as parse trees. Of servers of different major versions these texts may differ where nothing else does.
std::vector<Difference> compare(const Model& a, const Model& b, const CompareOptions& options = {});

// The same for two databases of maps.
Result<std::vector<Difference>> compare(const Map& a, std::int64_t database_a, const Map& b, std::int64_t database_b, const CompareOptions& options = {});

// Columns in the order that adding those which are missing at the end of A's would give: the names in that order, as B's would be.
// Empty where the two orders are one.
struct ColumnOrder {
    std::vector<std::string> reached;
    std::vector<std::string> wanted;
};
std::optional<ColumnOrder> column_order(const Model& a, int table_a, const Model& b, int table_b);

}  // namespace assay::migration::diff
