// Conversions between engines: what was lost, for the terminal and as JSON.
#pragma once

#include <string>

#include "domain/migration/model/conversion.h"
#include "render/json_writer.h"
#include "render/render.h"

namespace assay::rendering {

// Losses by kind, what costs most first; what failed in the lab; rows by table.
std::string conversion_text(const migration::Conversion& conversion, const RenderOptions& options);

// docs/schema/migrate_from_mysql.schema.json
std::string conversion_json(const migration::Conversion& conversion);

}  // namespace assay::rendering
