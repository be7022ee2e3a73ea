// Fill: rows for tables of the lab, faithful to types and keys, so that time can be measured on them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/migration/model/migration.h"
#include "lab/lab.h"

namespace assay::migration {

// How many rows are made of a table at most, where nothing else is asked for; the time for more is extrapolated.
inline constexpr std::int64_t default_sample = 400'000;

// A foreign key of one column that the migration is going to add: the rows must fit it already.
struct Reference {
    std::string relation, column, parent, parent_column;  // the last may be empty: the primary key's
};
std::vector<Reference> references_to_come(const Migrations& migrations);

// Fills tables with so many rows, at most `sample`, and first those that their foreign keys refer to. Notes name the columns and
// constraints for which no value was found; such a table stays empty.
void fill_tables(lab::Database& database, const std::map<std::string, std::int64_t, std::less<>>& wanted, std::int64_t sample,
                 const std::vector<Reference>& to_come, std::vector<std::string>& notes);

}  // namespace assay::migration
