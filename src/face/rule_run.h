// Rule run: runs rules over a workspace, two at a time where the machine can, and reports as if one after another.
#pragma once

#include <functional>
#include <vector>

#include "core/workspace.h"

namespace assay {

struct RuleTime {
    const Rule* rule;
    double seconds;
};

// Adds the findings of the rules in their order, and tells how long each took. An Error when `stop` says so, which two threads ask,
// or names the first rule that does not fit the map.
Result<std::vector<RuleTime>> run_rules_over(const std::vector<const Rule*>& rules, const Workspace& workspace,
                                             const std::function<bool()>& stop, Report& report);

}  // namespace assay
