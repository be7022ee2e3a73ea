// Query files: SQL that an application sends, told from SQL that makes a schema.
#pragma once

#include <filesystem>
#include <string_view>

namespace assay::sql {

// Named "queries" or "query", or in a folder of that name or in one inside it, and holding queries only.
bool is_query_file(const std::filesystem::path& file);
// Statements that read and write rows and nothing else; at least one.
bool holds_queries_only(std::string_view text);

}  // namespace assay::sql
