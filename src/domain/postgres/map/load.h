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
// The tables policy_… of one database, told from the conditions of its policies.
void load_policies(std::int64_t database_id, MapBuilder& builder);
// The tables function_tables and dynamic_sql, told from the bodies of its functions.
void load_bodies(std::int64_t database_id, MapBuilder& builder);
void register_functions(sqlite3* database);
void register_rights_functions(sqlite3* database);
void register_key_functions(sqlite3* database);
void register_type_functions(sqlite3* database);
void register_check_functions(sqlite3* database);

}  // namespace assay::postgres
