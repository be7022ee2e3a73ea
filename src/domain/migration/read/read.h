// Reading migrations: folders and files as their tools apply them, and pages' cases.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/domain.h"
#include "domain/migration/model/migration.h"

namespace assay::migration {

// `context.as` is "all" where released files are to be reported too.
bool reads(const Source& source);
Result<void> read(const Source& source, ReadContext& context, Workspace& workspace);

// Text that lines "-- file: NAME" cut into the files of a folder; one file without them.
Result<void> read_case(std::string_view text, std::string_view needs, ReadContext& context, Workspace& workspace);

// One file's text, cut into statements and parsed.
void read_file_text(sql::MigrationText text, File& file);

// The statements inside a DO block that run as they stand, parsed, and their changes; says whether others run too.
void read_block(const sql::Parser& parser, Statement& statement);

// The schema before a file in a database of the lab of its own: of the base that the workspace has beside the
// migrations, else as the PostgreSQL domain's reader makes it of the files before this one.
Result<std::shared_ptr<lab::Database>> schema_before(const Workspace& workspace, const Migrations& migrations, std::size_t file,
                                                     ReadContext& context);

}  // namespace assay::migration
