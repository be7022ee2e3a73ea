// Effects: what each kind of change locks, reads and writes anew, by server version; measured, see docs/locks.md.
#pragma once

#include "domain/migration/model/schema.h"

namespace assay::migration {

// What a table as it is before a change tells of it: whether it is partitioned, and of the column that is changed its type and what spares
// or asks for reading the rows.
void meet_table(Change& change, const Table& table, int version);

// Fills in the locks of a change, whether it reads every row and whether it writes the table anew.
void add_effects(Change& change, const Schema& before, int version);

// What the default, type and constraints of a new column ask of the rows that are there.
DefaultKind default_of(sql::Node column_definition, const Schema& before, std::string_view& why);

}  // namespace assay::migration
