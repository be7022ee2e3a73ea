// Plans of migrations: step by step for the terminal, and as JSON.
#pragma once

#include <string>

#include "domain/migration/model/plan.h"
#include "render/json_writer.h"
#include "render/render.h"

namespace assay::rendering {

// Each step with its statement, what the application has to be before it, the way back, and what the lab showed.
std::string steps_text(const migration::Plan& plan, const RenderOptions& options);

// Members "steps", "planned", "end" and "plan_notes": docs/schema/migrate_plan.schema.json.
void write_steps(JsonWriter& json, const migration::Plan& plan);

}  // namespace assay::rendering
