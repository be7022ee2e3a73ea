// Which SQL files of a folder make one schema, and in which order the tool that owns them applies them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace assay::postgres {

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
};
std::string_view name(Convention);

struct SqlFile {
    std::filesystem::path path;
    // Bytes of the file that are applied: for files that hold both directions only the part that goes up.
    std::size_t begin = 0;
    std::size_t end = std::string::npos;
};

struct SqlFolder {
    std::filesystem::path folder;
    Convention convention = Convention::single;
    std::vector<SqlFile> files;  // in the order in which they are applied
};

// Every schema below `root`: each migration folder as one, each other SQL file by itself. Undo, down,
// revert and verify scripts are left out.
Result<std::vector<SqlFolder>> find_sql(const std::filesystem::path& root);

// One file, or one folder that the user named.
Result<SqlFolder> sql_at(const std::filesystem::path& path);

// The part of a file that holds both directions which goes up; the whole text otherwise.
SqlFile upward_part(const std::filesystem::path& path, std::string_view text);

}  // namespace assay::postgres
