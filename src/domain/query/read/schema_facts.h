// Reading SchemaFacts from the catalogue of a database in the lab.
#pragma once

#include "core/result.h"
#include "domain/query/model/schema_facts.h"
#include "world/pg.h"

namespace assay::query {

Result<SchemaFacts> read_schema_facts(pg::Connection& session);

}  // namespace assay::query
