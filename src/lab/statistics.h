// Statistics: what the planner knows of a database, taken from one and given to another that has no rows.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "lab/lab.h"

namespace assay::lab {

// Each fact is a JSON object on one line: of a relation (pages, tuples, bytes, height of a B-tree), of a column or
// an index's expression, of extended statistics, or a setting that the planner reads. docs/snapshot.md has the list.
struct Statistics {
    std::vector<std::string> facts = {};
    std::vector<std::string> notes = {};  // what could not be taken, or will be planned differently
};

struct StatisticsOptions {
    bool mask = false;  // values replaced by others of the same order, types that have no such others left out
};

// From any database that this session sees. The session's settings are changed; nothing else is written. Without
// the right to read pg_statistic, pg_stats is read, which shows what the role may select.
Result<Statistics> take_statistics(pg::Connection& session, const StatisticsOptions& options = {});

// As comments that stand behind the schema in one SQL file, and back; nothing when the file has none.
std::string as_comments(const Statistics& statistics);
std::optional<Statistics> statistics_in(std::string_view sql);

// A database with a schema and statistics but no rows, for planning only: its files are empty space.
struct StatisticsLab {
    std::unique_ptr<Database> database;
    std::vector<std::string> notes;
};
// A copy of `schema` (no one may be connected to it) in which plans cost what they cost where the statistics
// come from. Relations that the copy lacks are named in the notes.
Result<StatisticsLab> give_statistics(Database& schema, const Statistics& statistics);

// Only the lengths of files, for statistics that are already there: (name, bytes). The sessions that plan must
// begin afterwards.
Result<void> give_sizes(Database& database, const std::vector<std::pair<std::string, std::int64_t>>& bytes);

}  // namespace assay::lab
