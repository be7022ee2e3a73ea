// Plans of the migrations that a run has read, for every face.
#pragma once

#include "domain/migration/model/plan.h"
#include "face/cli/command.h"
#include "face/session.h"

namespace assay::cli {

// As --rows, --lock-timeout and --batch ask for it, proven unless --prove is none; an Error names the option that says something else,
// or the statement that does not run.
Result<migration::Plan> plan_migrations(Session& session, const Arguments& arguments);

}  // namespace assay::cli
