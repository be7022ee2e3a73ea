// What a statement is called where a line must do.
#pragma once

#include <string>
#include <string_view>

namespace assay::sql {

// "select * from orders where …": one line of at most so many bytes, runs of white space as one blank.
std::string statement_name(std::string_view text, std::size_t most = 60);

}  // namespace assay::sql
