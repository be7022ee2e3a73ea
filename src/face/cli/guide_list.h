// The list of topics, which two commands print.
#pragma once

#include <string_view>

#include "teach/guide.h"

namespace assay::cli {

// Those of one area, or all; the exit status.
int print_topics(const teach::Guide& guide, std::string_view area);

}  // namespace assay::cli
