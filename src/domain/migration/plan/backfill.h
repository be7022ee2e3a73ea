// Backfill: one statement that works through a table in batches, each committed by itself, and goes on where it was stopped.
#pragma once

#include <string>

#include "domain/migration/plan/recipe.h"

namespace assay::migration {

struct Backfill {
    std::string relation;
    std::string work;      // a statement with {batch} where the condition on the key stands: "update orders set a = b where {batch}"
    std::string progress;  // the table that remembers the last key that is done, in the table's schema
};

// Whether the table has a key to go by.
bool has_key(const TableFacts& table);
// CREATE TABLE and DROP TABLE of the progress.
std::string create_progress(const TableFacts& table, const std::string& progress);
std::string drop_progress(const std::string& progress);
// The statement: a DO block that no transaction may hold. It steps aside when a row is locked for longer than lock_timeout, pauses
// between batches, and waits while a standby is more than five seconds behind.
std::string backfill_statement(const TableFacts& table, const Backfill& backfill, const PlanOptions& options);

}  // namespace assay::migration
