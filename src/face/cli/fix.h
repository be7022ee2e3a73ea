// What `assay fix` shares with other faces: which findings it takes, and which sources it may write to.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"
#include "face/cli/command.h"

namespace assay::cli {

// With keys, those; without, every safe fix when `safe` is asked for.
bool fix_is_wanted(const Finding& finding, const std::vector<std::string>& keys, bool safe);

// Files can be written; what is live is only ever printed.
bool is_file_source(const std::string& source);

// The rules that these keys name.
std::vector<std::string> rules_of(const std::vector<std::string>& keys);

}  // namespace assay::cli
