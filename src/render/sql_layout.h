// Lays a SQL statement out on lines of some width, so that it reads well and can still be copied.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::rendering {

// Lines of at most `width` columns where the statement allows it: it is broken only at white space
// outside quotes and comments, before a clause if possible. What does not look like SQL (a shell
// command, a psql meta-command) keeps its lines, and so does a statement that fits.
std::vector<std::string> sql_lines(std::string_view statement, int width);

}  // namespace assay::rendering
