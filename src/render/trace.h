// Traces of migrations: as a table for the terminal, and as JSON.
#pragma once

#include <string>

#include "domain/migration/model/trace.h"
#include "render/json_writer.h"
#include "render/render.h"

namespace assay::rendering {

// Statement by statement: locks and how long, what was read and written anew, who waits, how long it takes.
std::string trace_text(const migration::Trace& trace, const RenderOptions& options);

// Members "trace" and "trace_notes": docs/schema/migrate_trace.schema.json.
void write_trace(JsonWriter& json, const migration::Trace& trace);

}  // namespace assay::rendering
