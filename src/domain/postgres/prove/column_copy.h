// A column on the map, and an empty or filled copy of it in the lab, for experiments on one column.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

struct ColumnSubject {
    std::int64_t relation_id = 0;
    std::string table, name, type, type_name, default_expression;  // names are quoted
    int length = 0;         // n of varchar(n), 0 without
    bool is_composite = false;  // its relation is a composite type
};

std::optional<ColumnSubject> column_subject(const Map& map, std::int64_t attribute_id);

// A table `schema.c` with the column alone, with its type and without constraints; the rows too when asked for.
bool copy_column(Lab& lab, const ColumnSubject& column, const std::string& schema, bool with_rows);

// A table `schema.c` like the column's, with its CHECKs and defaults, where all columns may be NULL.
bool copy_table(Lab& lab, const Map& map, const ColumnSubject& column, const std::string& schema);

}  // namespace assay::postgres
