// The plugin for assistants' programs: what is wrong with the files that make it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace assay {

// "file: what is wrong, what was expected", in the order of files; empty when all is well. An Error when the folder
// holds no plugin.
Result<std::vector<Error>> plugin_problems(const std::filesystem::path& folder);

}  // namespace assay
