// The queue behind a lock: what readers wait for when DDL has to wait for one of them, by lock_timeout.
#pragma once

#include <string>
#include <vector>

#include "domain/migration/model/trace.h"
#include "lab/lab.h"

namespace assay::migration {

// Runs the statement beside one reader of `relation` that stays open for a while, and others that come and go: first
// without lock_timeout, then with some and retries. Rolled back each time.
Result<std::vector<QueuePoint>> queue_curve(const std::string& statement, const std::string& relation, lab::Database& database);

}  // namespace assay::migration
