// The difference of two schemas as statements.
#pragma once

#include "domain/migration/diff/compare.h"
#include "domain/migration/model/schema_diff.h"

namespace assay::migration::diff {

// Applied to A in their order they make B of it, but for what the notes name. Statements are those of A's server.
SchemaDiff write_diff(const Model& a, const Model& b, const CompareOptions& options = {});

}  // namespace assay::migration::diff
