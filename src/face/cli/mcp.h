// What `assay mcp` and `assay serve` share: what assistants may have read.
#pragma once

#include <vector>

#include "face/cli/command.h"
#include "face/mcp/product.h"

namespace assay::cli {

std::vector<OptionSpec> with_roots(std::vector<OptionSpec> own);

// The first root becomes the current folder, so that its assay.toml counts.
Result<mcp::Roots> enter_roots(const Arguments& arguments);

}  // namespace assay::cli
