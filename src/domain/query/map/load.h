// Loading the query domain's models into the map.
#pragma once

#include "core/workspace.h"
#include "map/map.h"

namespace assay::query {

void load_plans(const Workspace& workspace, MapBuilder& builder);
void load_statements(const Workspace& workspace, MapBuilder& builder);
// After the domains whose schemas they name.
void load_queries(const Workspace& workspace, MapBuilder& builder);

}  // namespace assay::query
