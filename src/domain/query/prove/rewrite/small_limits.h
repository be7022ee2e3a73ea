// Small limits: LIMIT and OFFSET of two statements, brought down together so that few rows reach them.
#pragma once

#include <string>
#include <vector>

namespace assay::query {

struct SmallLimits {
    std::string original, rewritten;
    std::size_t rows = 0;              // of one table, that reach beyond all of them
    std::vector<std::string> changes = {};  // "100 as 5"
};

// Numbers of more than 3 keep their order, and those beside each other stay so.
SmallLimits with_small_limits(const std::string& original, const std::string& rewritten);

}  // namespace assay::query
