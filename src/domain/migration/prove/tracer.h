// Tracer: runs the statements of one migration in a database of the lab, as its tool would, and measures each.
#pragma once

#include <map>
#include <string>

#include "domain/migration/model/migration.h"
#include "domain/migration/model/trace.h"
#include "domain/migration/prove/observer.h"
#include "domain/migration/prove/probes.h"

namespace assay::migration {

// How many rows a table has where the migration will run.
using WantedRows = std::map<std::string, std::int64_t, std::less<>>;

// Adds the file's statements to the trace; they are committed, so that the next file finds them. With `queue` the first
// that takes ACCESS EXCLUSIVE is tried beside a reader as well.
Result<void> trace_file(const File& file, lab::Database& database, const WantedRows& wanted, bool queue, Trace& trace);

// Runs one statement that waits for other sessions of its own accord, and stops it in each of its phases.
// `relation` is the table that it works on.
Result<void> trace_concurrently(const std::string& text, const std::string& relation, pg::Connection& session, lab::Database& database,
                                Observer& observer, Probes& probes, StatementTrace& trace);

// What the measured time becomes with the rows that are wanted.
void extrapolate(StatementTrace& trace, std::int64_t wanted_rows, bool builds_index);

}  // namespace assay::migration
