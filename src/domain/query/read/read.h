// Reading the query domain's sources: plans in files, from standard input, and in pages' cases.
#pragma once

#include "domain/domain.h"

namespace assay::query {

bool reads(const Source& source);
Result<void> read(const Source& source, ReadContext& context, Workspace& workspace);
// Every statement of a text of SQL, parsed.
Result<void> read_statements(std::string_view text, const std::string& name, ReadContext& context, Workspace& workspace);
Result<void> read_case(std::string_view text, std::string_view needs, ReadContext& context, Workspace& workspace);

}  // namespace assay::query
