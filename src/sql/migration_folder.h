// Which SQL files of a folder make one schema, and in which order the tool that owns them applies them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace assay::sql {

enum class Convention : unsigned char {
    single,          // one file
    flyway,          // V1__name.sql, R__name.sql
    golang_migrate,  // 0001_name.up.sql / .down.sql
    prisma,          // 20240101_name/migration.sql
    diesel,          // 2024-…/up.sql
    dbmate,          // 2024…_name.sql with "-- migrate:up" and "-- migrate:down"
    goose,           // 001_name.sql with "-- +goose Up" and "-- +goose Down"
    sqitch,          // sqitch.plan, deploy/name.sql
    numbered,        // 01-name.sql, 20240101120000_name.sql
    sql_migrate,     // numbered, with "-- +migrate Up" and "-- +migrate Down"
    tern,            // numbered, with "---- create above / drop below ----"
    drizzle,         // numbered, with meta/_journal.json beside them
    supabase,        // numbered, in supabase/migrations
    atlas,           // numbered, with atlas.sum beside them
    sqlx,            // numbered, in a crate that uses sqlx
    rails,           // db/migrate/2024…_name.rb
    liquibase,       // a changelog with what it includes, or formatted SQL
    alembic,         // Python, whose graph of revisions is read for its history
    django,          // the same
};
std::string_view name(Convention);

struct MigrationFile {
    std::filesystem::path path;
    // Bytes of the file that are applied: for files that hold both directions only the part that goes up.
    std::size_t begin = 0;
    std::size_t end = std::string::npos;
};

struct MigrationFolder {
    std::filesystem::path folder;
    Convention convention = Convention::single;
    std::vector<MigrationFile> files;  // in the order in which they are applied
};

// Every schema below `root`: each migration folder as one, each other SQL file by itself. Undo, down,
// revert and verify scripts are left out.
Result<std::vector<MigrationFolder>> find_migrations(const std::filesystem::path& root);

// One file, or one folder that the user named.
Result<MigrationFolder> migrations_at(const std::filesystem::path& path);

// The folder that this file is a migration of, with all its files; the file alone when it is none's.
Result<MigrationFolder> folder_of(const std::filesystem::path& file);

// The same for paths alone, without looking at any file: all that can be told by their names.
MigrationFolder arranged(const std::filesystem::path& folder, std::vector<std::filesystem::path> files);

// What the markers in a file's text say of the tool, where names and neighbours do not.
void heed_markers(MigrationFolder& folder, std::string_view text);
// Whether the file is a migration, a schema or a changelog that can be read; files that are no .sql are looked into.
bool holds_schema(const std::filesystem::path& file);

// The part of a file that holds both directions which goes up; the whole text otherwise.
MigrationFile upward_part(const std::filesystem::path& path, std::string_view text);

}  // namespace assay::sql
