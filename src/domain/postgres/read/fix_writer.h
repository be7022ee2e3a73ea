// Writes a finding's fix where it belongs: a new migration in the folder's own convention, or the end of a file.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"
#include "core/result.h"

namespace assay::postgres {

struct WrittenFix {
    std::string file;
    std::string added;   // the whole text of a new file, or what goes to the end of an old one
    bool is_new = true;
};

// What would be written for this finding of this source; nothing is changed yet. So many fixes are `ahead` of it that
// are planned and not written.
Result<std::vector<WrittenFix>> plan_fix(const std::string& source, const Finding& finding, int ahead = 0);
Result<void> write_fix(const WrittenFix& fix);

}  // namespace assay::postgres
