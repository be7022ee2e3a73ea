// Statements of outside, made ready to run in a database of the lab.
#pragma once

#include <string>

#include "domain/migration/model/migration.h"
#include "lab/lab.h"

namespace assay::migration {

// What a statement of outside needs before it may run in the lab: nothing that the lab refuses, its roles made, its
// extension there. The text to run, CONCURRENTLY blanked where `in_transaction`; empty when the lab has done it itself.
Result<std::string> prepared_statement(const std::string& text, lab::Database& database, bool in_transaction);

// Runs the statements of a file as its tool does. What fails is left out: it is no finding of the next file's.
void apply(const File& file, lab::Database& database);

}  // namespace assay::migration
