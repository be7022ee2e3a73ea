// Rules and their pages as every face finds and shows them.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "core/rule.h"

namespace assay {

// By its id, its name, or a finding's key; an Error names the nearest.
Result<const Rule*> find_rule(std::string_view wanted);

// The cases are the page's tests; a reader who wants them asks.
std::string_view page_of(const Rule& rule, bool with_cases);

}  // namespace assay
