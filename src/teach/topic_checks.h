// Topic checks: what every page of the guide must have, and must not.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "teach/guide.h"

namespace assay::teach {

// The headings of a topic, in their order.
const std::vector<std::string_view>& topic_sections();

// What other parts of assay know.
struct KnownNames {
    std::function<bool(std::string_view)> is_rule;     // "postgres/unindexed-foreign-key"
    std::function<bool(std::string_view)> is_command;  // "query lint"
};

// Each as "path:line: what is wrong"; of one topic, and of the guide as a whole.
std::vector<std::string> complaints_about(const Topic& topic, const Guide& guide, const KnownNames& known);
std::vector<std::string> complaints_about_coverage(const Guide& guide);

}  // namespace assay::teach
