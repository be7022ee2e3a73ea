// The schema of a database of the lab as a model, read through a map of its own.
#pragma once

#include "domain/migration/model/objects.h"
#include "world/pg.h"

namespace assay {

// What the session sees, inside its transaction.
Result<migration::diff::Model> lab_schema(pg::Connection& session);

}  // namespace assay
