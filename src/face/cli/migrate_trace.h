// Traces of the migrations that a run has read, for every face.
#pragma once

#include "domain/migration/model/trace.h"
#include "domain/migration/prove/tracer.h"
#include "face/cli/command.h"
#include "face/session.h"

namespace assay::cli {

// As --rows, --sample and --queue ask for it; an Error names the option that says something else.
Result<migration::Trace> trace_migrations(Session& session, const Arguments& arguments);

// "5e6": from 1 to 1e12.
Result<std::int64_t> row_count(const std::string& text);
// What --rows says: "orders=5e6", "audit.events=200000".
Result<migration::WantedRows> wanted_rows(const Arguments& arguments);

}  // namespace assay::cli
