// Live servers as the lab sees them: opened so that nothing can be written, their schema dumped.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "lab/lab.h"
#include "world/pg.h"

namespace assay::lab {

// A session in which no statement can write, wait long for a lock, or run long.
Result<pg::Connection> open_live(const std::string& conninfo);

// For the session: text of every value reads back as it was, whatever the database's settings are; reading does not count
// as the database's own use, where the role may say so. No schema is on the search path.
Result<void> read_values_as_written(pg::Connection& session);

// Whether it is the address of a live system: a URI, or keywords and values as libpq takes them ("service=shop").
bool is_address(std::string_view source);

// The address without user and password, for reports.
std::string shown_address(const std::string& conninfo);

// The schema as SQL text, without rows and owners, by the pg_dump of this installation.
Result<std::string> dump_schema(const Installation& installation, const std::string& conninfo);

}  // namespace assay::lab
