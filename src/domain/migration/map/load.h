// Loading migrations into the map.
#pragma once

#include "core/workspace.h"
#include "map/map.h"

namespace assay::migration {

void load(const Workspace& workspace, MapBuilder& builder);

}  // namespace assay::migration
