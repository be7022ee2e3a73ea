// The outcome of `assay query index`, for its renderings.
#pragma once

#include <string>

#include "domain/query/prove/index_advice.h"
#include "face/cli/command.h"
#include "face/session.h"

namespace assay::cli {

// What the arguments ask for. `stop` ends the search early, with the best so far; `on_progress` hears how far it is.
Result<query::IndexAdvice> advise_indexes(const Arguments& arguments, const std::function<bool()>& stop, Progress::Listener on_progress = {});

std::string index_text(const query::IndexAdvice& advice, int columns);
// docs/schema/query_index.schema.json is its contract.
std::string index_json(const query::IndexAdvice& advice);

}  // namespace assay::cli
