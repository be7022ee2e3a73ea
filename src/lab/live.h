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

// Whether it is the address of a live system.
bool is_address(std::string_view source);

// The address without user and password, for reports.
std::string shown_address(const std::string& conninfo);

// The schema as SQL text, without rows and owners, by the pg_dump of this installation.
Result<std::string> dump_schema(const Installation& installation, const std::string& conninfo);

}  // namespace assay::lab
