// Executes the cases of rules' pages: reads a case as a source, runs its rule, compares.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/rule.h"
#include "lab/lab.h"
#include "teach/page.h"

namespace assay {

struct CaseResult {
    int line = 0;
    bool skipped = false;
    std::string problem;  // empty: it passed, or the reason why it was skipped
    std::vector<teach::ExpectedFinding> seen;
};

// Keeps one server of the lab for each version that cases ask for.
class PageRunner {
public:
    CaseResult run(const Rule& rule, const teach::Case& wanted);

private:
    std::shared_ptr<lab::Server> server_, newer_;
    int newer_major_ = 0;
};

}  // namespace assay
