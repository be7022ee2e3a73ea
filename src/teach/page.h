// Page: the Markdown twin of a rule, topic or exercise, cut into headings and the cases that tests execute.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay::teach {

// One finding that a case expects: "object | severity | message", and the proof's state when it is proven.
struct ExpectedFinding {
    std::string object, severity, message;
    bool operator==(const ExpectedFinding&) const = default;
};

// A fenced block whose first words are "case=fires" or "case=clean", with the blocks that follow it.
struct Case {
    std::string language;            // "sql"
    bool fires = false;
    std::string needs;               // letters of classes beyond the schema: "D", "TL"
    int postgres_major = 0;          // needs=postgres18
    std::string proof;               // proof=proven: the prover is run and must say so
    std::string input;
    std::string workload;            // ```workload: statements that run on the case's schema
    std::string amend;               // ```map: SQL that sets facts of the map before the rule runs
    std::vector<ExpectedFinding> expected;
    int line = 0;                    // of the opening fence
    int expected_begin = 0, expected_end = 0;  // first line of the finding block, line of its closing fence; 0: none
};

struct Page {
    std::vector<std::string> headings;  // of level 2, in order
    std::vector<Case> cases;
};

// An Error names the page's line: an unknown word in a fence, a fence that does not end.
Result<Page> parse_page(std::string_view markdown, const std::string& path);

std::string expected_line(const ExpectedFinding& finding);

// The page with these findings in the case's block instead of those that stand there.
std::string with_findings(std::string_view markdown, const Case& of_page, const std::vector<ExpectedFinding>& findings);

}  // namespace assay::teach
