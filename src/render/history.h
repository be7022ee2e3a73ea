// Histories of migrations: as a table for the terminal, and as JSON.
#pragma once

#include <string>

#include "domain/migration/model/history.h"
#include "render/json_writer.h"
#include "render/render.h"

namespace assay::rendering {

// A line for each version, the latest last; of long histories the last twenty and all that something is said about.
std::string history_text(const migration::History& history, const migration::Applied* applied, const RenderOptions& options);

// Member "history": docs/schema/migrate_history.schema.json.
void write_history(JsonWriter& json, const migration::History& history, const migration::Applied* applied);

}  // namespace assay::rendering
