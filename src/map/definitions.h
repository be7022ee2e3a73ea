// Reads the comments of a map's definitions: tables, columns, their classes and what they hold.
#pragma once

#include <string_view>
#include <vector>

#include "map/map.h"

namespace assay {

// Understands one column a line, as in map/tables.sql: "name type …, -- S: what it holds". Comment lines
// right above "create table" or "create view" describe it.
std::vector<MapTable> read_definitions(std::string_view sql);

// Tables and views as a Markdown reference: docs/map.md. The columns of a view are those that SQLite gives it; its class is
// what it reads.
std::string map_reference(const Map& map);

}  // namespace assay
