// The outcome of `assay query index`, for its renderings.
#pragma once

#include <string>

#include "domain/query/prove/index_advice.h"

namespace assay::cli {

std::string index_text(const query::IndexAdvice& advice, int columns);
// docs/schema/query_index.schema.json is its contract.
std::string index_json(const query::IndexAdvice& advice);

}  // namespace assay::cli
