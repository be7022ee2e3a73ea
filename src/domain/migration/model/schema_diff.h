// SchemaDiff: statements that make one schema of another, in the order in which they run, and what they risk.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay::migration::diff {

// Named as pg-schema-diff names them (MigrationHazardType).
namespace hazard {
inline constexpr std::string_view access_exclusive = "ACQUIRES_ACCESS_EXCLUSIVE_LOCK";
inline constexpr std::string_view share = "ACQUIRES_SHARE_LOCK";
inline constexpr std::string_view share_row_exclusive = "ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK";
inline constexpr std::string_view authorization = "AUTHZ_UPDATE";
inline constexpr std::string_view correctness = "CORRECTNESS";
inline constexpr std::string_view deletes_data = "DELETES_DATA";
inline constexpr std::string_view untrackable = "HAS_UNTRACKABLE_DEPENDENCIES";
inline constexpr std::string_view performance = "IMPACTS_DATABASE_PERFORMANCE";
inline constexpr std::string_view index_build = "INDEX_BUILD";
inline constexpr std::string_view index_dropped = "INDEX_DROPPED";
inline constexpr std::string_view extension_version = "UPGRADING_EXTENSION_VERSION";
}  // namespace hazard

struct Hazard {
    std::string_view type;
    std::string message;
};

struct DiffStatement {
    std::string text;                  // without the semicolon
    std::vector<Hazard> hazards = {};
    std::string object = {};           // as a sentence names it
    bool committed = false;            // runs before the transaction of the others: what it adds cannot be used until it is committed
};

// What may have been renamed: nothing is renamed unless somebody says so.
struct RenameGuess {
    std::string kind;      // "table", "column"
    std::string before, after;   // "public.orders.note", "public.orders.remark"
    double score = 0;      // 0 to 1
    std::string evidence = {};  // "same type, same place among the columns, 80 % of the letters"
};

struct SchemaDiff {
    std::vector<DiffStatement> statements;
    std::vector<std::string> notes = {};        // what no statement can do, and what was not looked at
    std::vector<RenameGuess> renames = {};
};

}  // namespace assay::migration::diff
