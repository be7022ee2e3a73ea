// Renames: what the user says was renamed, what was renamed without a loss, and what only looks like it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/migration/model/objects.h"
#include "domain/migration/model/schema_diff.h"

namespace assay::migration::diff {

// "orders=purchases", "orders.note=orders.remark", "audit.log=audit.entries": tables, views, sequences, types, indexes and columns as they are
// written, the schema public left out. An Error where A has nothing of the name, B nothing of the other, or both have both.
Result<std::vector<DiffStatement>> rename_statements(const Model& a, const Model& b, const std::vector<std::string>& wanted);

// Lines "-- assay:rename old new" of SQL text, as "old=new".
std::vector<std::string> renames_in(std::string_view sql);

// Keys, constraints, indexes and sequences of columns that have another name and are the same in all else: nothing is lost either way, and
// a rename builds nothing.
std::vector<DiffStatement> harmless_renames(const Model& a, const Model& b);

// Tables and columns that one has and the other has not, and that are alike: score above 0.5, the best first.
std::vector<RenameGuess> guess_renames(const Model& a, const Model& b);

}  // namespace assay::migration::diff
