// Findings about a version of a history: where its file begins.
#pragma once

#include <string>
#include <utility>

#include "core/finding.h"
#include "core/rule.h"
#include "domain/migration/model/history.h"

namespace assay::migration {

inline Finding finding_about(const Version& version, std::string message, std::string fix) {
    Finding made;
    made.object = version.name;
    made.message = std::move(message);
    made.location = Location{version.path, 1, 1};
    made.fix = Fix{std::move(fix), "", {}, Safety::manual};
    return made;
}

}  // namespace assay::migration
