// Since: the findings of the tree as it was at a commit, so that only what is new is shown.
#pragma once

#include <set>
#include <string>

#include "core/result.h"
#include "face/cli/request.h"

namespace assay {

// Keys of what the same check finds at this commit of the repository that the current folder is in.
Result<std::set<std::string>> keys_at(const std::string& reference, const cli::Run& run);

// Whether git knows the file and it has no uncommitted changes. An Error where there is no repository.
Result<bool> is_committed(const std::string& file);

}  // namespace assay
