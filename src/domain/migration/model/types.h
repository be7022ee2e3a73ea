// Types of columns as a migration writes them, and what changing one to another asks of the rows.
#pragma once

#include <string>
#include <string_view>

#include "sql/tree.h"

namespace assay::migration {

// "varchar(255)", "int4", "numeric(10,2)", "text[]": under the names of the catalogue, without pg_catalog.
std::string type_text(sql::Node type_name);

// What a serial type is stored as; empty for any other.
std::string_view integer_of_serial(std::string_view type);

enum class TypeChange : unsigned char {
    free,       // only the catalogue changes
    rewrites,   // the table and its indexes are written anew
    by_zone,    // timestamp ↔ timestamptz: free only in a session whose time zone is UTC
    unknown,    // the old type is not known
};
TypeChange type_change(std::string_view from, std::string_view to);

}  // namespace assay::migration
