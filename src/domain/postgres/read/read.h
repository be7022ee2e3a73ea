// The ways in: SQL files and folders through the lab, live servers read only.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "domain/domain.h"
#include "domain/postgres/model/catalogue.h"

namespace assay::postgres {

std::vector<Source> discover(const std::filesystem::path& folder);
bool reads(const Source& source);
Result<void> read(const Source& source, ReadContext& context, Workspace& workspace);

// A live server, in one short read-only transaction.
Result<void> read_live(const Source& source, ReadContext& context, Workspace& workspace);
// A database of the lab with the live system's schema (and none of its rows), for experiments.
Result<std::shared_ptr<lab::Database>> copy_live_schema(const Catalogue& live, ReadContext& context);

// Reads the database that an experiment runs in once more, inside its transaction.
Result<void> reread(const Catalogue& before, pg::Connection& connection, Workspace& fresh);

// Text that is SQL: a page's case, standard input. `statistics` also reads what the server counted.
Result<void> read_text(std::string_view sql, const std::string& name, bool statistics, ReadContext& context,
                       Workspace& workspace);

// Rows of the tables in the lab: counts, shapes of text, inclusion between columns. Within the budget.
Result<void> profile_rows(pg::Connection& connection, Budget& budget, Catalogue& catalogue);

// Columns that by name and type refer to another table without a foreign key: table reference_candidates.
void find_references(Catalogue& catalogue);
// Rows across tables, after profile_rows: how such columns lie in the keys, where sequences stand by then,
// whether defaults of foreign keys name a row. Within the budget.
Result<void> count_inclusion(pg::Connection& connection, Budget& budget, Catalogue& catalogue);
// What values of columns with telling names look like: hashes, cards. Part of profile_rows.
void profile_shapes(pg::Connection& connection, Budget& budget, Catalogue& catalogue);

}  // namespace assay::postgres
