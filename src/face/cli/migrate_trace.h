// Traces of the migrations that a run has read, for every face.
#pragma once

#include "domain/migration/model/trace.h"
#include "face/cli/command.h"
#include "face/session.h"

namespace assay::cli {

// As --rows, --sample and --queue ask for it; an Error names the option that says something else.
Result<migration::Trace> trace_migrations(Session& session, const Arguments& arguments);

}  // namespace assay::cli
