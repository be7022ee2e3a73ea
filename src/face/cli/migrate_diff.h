// The difference of two schemas as statements, for its renderings.
#pragma once

#include "domain/migration/model/difference.h"
#include "domain/migration/model/schema_diff.h"
#include "face/cli/command.h"
#include "face/cli/schema_side.h"

namespace assay::cli {

struct MigrateDiff {
    std::string a, b;                    // the sides, as they may be shown
    std::string server;                  // "PostgreSQL 15.18"
    migration::diff::SchemaDiff diff;
    bool proven = false;                 // applied to A in the lab they made B
    std::string doubt = {};              // what was left that differs, or why nothing was tried
    std::vector<std::string> notes = {};
};

Result<MigrateDiff> diff_schemas(const Arguments& arguments, const Progress::Listener& on_progress = {});

struct MigrateDrift {
    SchemaPair pair;
    std::vector<migration::diff::Difference> differences;
};

Result<MigrateDrift> drift_of(const Arguments& arguments, const Progress::Listener& on_progress = {});

std::string diff_text(const MigrateDiff& made, int columns);
std::string diff_sql(const MigrateDiff& made);
std::string diff_json(const MigrateDiff& made);      // docs/schema/migrate_diff.schema.json
std::string drift_text(const MigrateDrift& made, int columns);
std::string drift_json(const MigrateDrift& made);    // docs/schema/migrate_drift.schema.json

}  // namespace assay::cli
