// Which files git says are released already: those that the default branch has, unchanged since.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "domain/migration/model/migration.h"

namespace assay::migration {

// Canonical paths of released files.
struct Released {
    std::set<std::string> unchanged, edited;
};

// The released files below this folder; nothing when git does not say.
// On the default branch that is what its upstream has, else its last commit; on another branch what both have in common.
std::optional<Released> released_below(const std::string& folder);

}  // namespace assay::migration
