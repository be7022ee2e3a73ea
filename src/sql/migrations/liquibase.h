// Liquibase: changelogs as the SQL that it would send to PostgreSQL, a step for each changeset.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sql/migrations/changelog.h"
#include "sql/migrations/text.h"

namespace assay::sql {

// "--liquibase formatted sql" on the first line.
bool is_formatted_sql(std::string_view text);
// A file of XML, YAML or JSON that says databaseChangeLog near its beginning.
bool is_changelog(const std::filesystem::path& file, std::string_view beginning);

// Changesets for other databases are left out; endDelimiter becomes ';'.
MigrationText formatted_sql_text(std::string text);
// What the changesets between the bytes of `file` do. `sqlFile` is read where it lies.
MigrationText changelog_text(std::string text, const MigrationFile& file);

// The files of a changelog in the order in which it includes them, itself in parts where its own changesets stand between.
Result<std::vector<MigrationFile>> files_of_changelog(const std::filesystem::path& root);

// The SQL of one change, such as addColumn; empty where it does nothing to a schema; an Error names what is not known.
Result<std::string> sql_of_change(const Element& change);

}  // namespace assay::sql
