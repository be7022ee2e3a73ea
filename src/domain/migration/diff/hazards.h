// Hazards of locks and work, told from a statement's parse tree by what effects.cpp knows of each kind of change.
#pragma once

#include <vector>

#include "domain/migration/model/objects.h"
#include "domain/migration/model/schema_diff.h"

namespace assay::migration::diff {

// Adds to each statement what it makes others wait for, or the server work for, on tables that `before` has. A lock that is held for a
// moment is none: every ALTER TABLE takes one.
void add_lock_hazards(const Model& before, std::vector<DiffStatement>& statements);

}  // namespace assay::migration::diff
