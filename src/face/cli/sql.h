// What `assay sql` and its consultation share: options to a question, and the answer as text and JSON.
#pragma once

#include <string>

#include "domain/postgres/live_query/live_query.h"
#include "face/cli/command.h"

namespace assay::cli {

// An Error names the option and what was expected.
Result<postgres::LiveQuery> live_query(const Arguments& arguments);

// Fits the width where it can: columns side by side, else each row as a block.
std::string answer_text(const postgres::LiveAnswer& answer, int width);
// As docs/schema/sql.schema.json says.
std::string answer_json(const postgres::LiveAnswer& answer);

}  // namespace assay::cli
