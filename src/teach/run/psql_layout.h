// The rows of a result as psql shows them.
#pragma once

#include <string>

#include "world/pg.h"

namespace assay::teach {

// Aligned columns below their names, numbers to the right, and the count of rows: what psql prints by default, without blanks
// at line ends; of EXPLAIN the plan without a frame. Of a statement without rows its tag, where that counts rows ("UPDATE 3"); else nothing.
std::string psql_layout(const pg::Rows& rows);

}  // namespace assay::teach
