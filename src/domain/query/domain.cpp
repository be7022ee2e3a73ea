// The query domain: statements, their plans, and what they cost.
#include "domain/domain.h"

namespace assay::query {

extern const Domain domain;
const Domain domain{.name = "query", .title = "Statements and their plans"};

}  // namespace assay::query
