// What was dropped, made again without its rows.
#pragma once

#include <string>

#include "domain/migration/plan/table_facts.h"

namespace assay::migration {

// Statements that give the column back with its default, constraints and indexes; NULL in each row, so that it may be `nullable`.
std::string column_again(const TableFacts& table, const ColumnFacts& column, bool nullable);
// Statements that make the table again, empty, under this name, with its sequences, constraints and indexes.
std::string table_again(const TableFacts& table, const std::string& name);

}  // namespace assay::migration
