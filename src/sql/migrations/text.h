// What a file of migrations applies: its SQL, whatever it is written in, and where each byte of it stands in the file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"
#include "sql/migration_folder.h"
#include "sql/replaced.h"

namespace assay::sql {

// A part of the file that could not be turned into SQL.
struct Unrendered {
    std::size_t offset = 0;  // in the file
    std::string reason = {};
};

// From here on statements belong to a step of their own, which its tool commits by itself.
struct Step {
    std::size_t offset = 0;  // in the file
    bool in_transaction = true;
    std::string name = {};   // "author:id"
};

// Bytes of the file whose statements somebody vouches for, and the word that says so.
struct Vouched {
    std::size_t begin = 0, end = 0;
    std::string by = {};
};

struct MigrationText {
    std::string original;
    Replaced sql = {};
    std::vector<Unrendered> unread = {};
    std::vector<Step> steps = {};
    std::vector<Vouched> vouched = {};
    bool in_transaction = true;  // as far as the file itself says
};

// The SQL of a file whose bytes are `text`: what of it goes up, by its name, its marks and `file`.
MigrationText migration_text(std::string text, const MigrationFile& file);
// The same, read from the disk with the files that it names.
Result<MigrationText> read_migration(const MigrationFile& file);

}  // namespace assay::sql
