// What domain.cpp needs of the map's side of this domain.
#pragma once

#include <cstdint>

struct sqlite3;

namespace assay {
class Workspace;
class MapBuilder;
}

namespace assay::postgres {

void load(const Workspace& workspace, MapBuilder& builder);
// The tables foreign_key_service and index_coverage of one database.
void load_coverage(std::int64_t database_id, MapBuilder& builder);
void register_functions(sqlite3* database);

}  // namespace assay::postgres
