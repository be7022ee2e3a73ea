// For the tests of renderers: a report as an ordinary evening gives it, a hostile one, and snapshots.
#pragma once

#include <string>
#include <string_view>

#include "core/report.h"
#include "core/rule.h"
#include "render/view.h"

namespace assay::rendering::sample {

extern constinit const Rule dangling_reference, unindexed_foreign_key, secret_in_source, sort_spills,
    float_money, mixed_case_name, stale_statistics, unused_index;

// Two errors, several warnings (one with a shared cause, four of one rule), notes, rules not run.
Report report();
// The report's view with what only a lab could have added: proofs, of findings and of fixes.
View view();
// Nothing found; one source read.
Report clean_report();
// Every text holds escape sequences, line breaks, markup, commands and invalid UTF-8.
Report hostile_report();
inline constexpr std::string_view hostile = std::string_view{
    "a\x1b[31m\x9b\r\n::error::b\"'`|<script>alert(1)</script>]]>&\xff\xe2\x80\xae@octocat\t{{x}}\x00z", 72};

// Compares with tests/snapshots/render/NAME, after writing it there if ASSAY_BLESS is set to 1.
void check_snapshot(std::string_view name, const std::string& text);

}  // namespace assay::rendering::sample
