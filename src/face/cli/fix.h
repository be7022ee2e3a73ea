// What `assay fix` shares with other faces: which findings it takes, and which sources it may write to.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"
#include "core/result.h"
#include "face/cli/command.h"
#include "face/session.h"

namespace assay::cli {

// With keys, those; without, every safe fix when `safe` is asked for.
bool fix_is_wanted(const Finding& finding, const std::vector<std::string>& keys, bool safe);

// Files can be written; what is live is only ever printed.
bool is_file_source(const std::string& source);
// A finding about a plan: its fix belongs to the base, and the plan says the same until it is taken anew.
bool is_about_plan(const Finding& finding);
// Where the fix of a finding is written to. An Error when it belongs to the base and none was named.
Result<std::string> fix_target(const Request& request, const Finding& finding);

// The rules that these keys name.
std::vector<std::string> rules_of(const std::vector<std::string>& keys);

}  // namespace assay::cli
