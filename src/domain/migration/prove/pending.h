// The statements of a migration as experiments run them: in the lab, up to the one that a finding is about.
#pragma once

#include <string>
#include <vector>

#include "map/map.h"

namespace assay::migration {

struct PendingStatement {
    std::int64_t id = 0;
    std::string text;
};

// The statements of the file up to and with this one, without BEGIN and COMMIT; empty when the map has none.
std::vector<PendingStatement> statements_up_to(const Map& map, std::int64_t statement);

}  // namespace assay::migration
