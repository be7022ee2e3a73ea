// Edits: fixes that change the bytes of files, shown and written.
#pragma once

#include <vector>

#include "core/finding.h"

namespace assay::cli {

// Prints each line that the fixes' edits change, and writes the files unless it is a dry run. A file with uncommitted
// changes is an Error, and so are edits that overlap.
Result<void> apply_edits(const std::vector<const Finding*>& findings, bool dry_run);

}  // namespace assay::cli
