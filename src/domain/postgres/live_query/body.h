// Body: the query of a function in SQL, as the server can be asked to read it alone.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/postgres/live_query/catalogue.h"

namespace assay::postgres::live {

struct BodyQuery {
    std::string text;  // with $1, $2 … for the arguments
    std::vector<Oid> parameter_types;
    std::set<std::string> words;
};

// An Error says why that cannot be: several statements, something else than a query, arguments that could be meant by a
// name that may as well be a column's, types that differ from call to call.
Result<BodyQuery> query_of(const Function& function);

}  // namespace assay::postgres::live
