// Difference: one thing in which two schemas are not the same.
#pragma once

#include <optional>
#include <string>

#include "domain/migration/model/objects.h"

namespace assay::migration::diff {

struct Difference {
    int in_a = -1;      // the object in either model; -1: not there
    int in_b = -1;
    std::string fact = {};  // "type", "not null", "definition", "column order"; empty where one has no such object
    std::optional<std::string> a = {};  // its value; none: not set
    std::optional<std::string> b = {};
};

}  // namespace assay::migration::diff
