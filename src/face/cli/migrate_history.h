// What `assay migrate history` and its consultation share.
#pragma once

#include "domain/migration/model/history.h"
#include "face/cli/request.h"

namespace assay::cli {

// Rules about statements, and those about a folder's history: each command runs its own.
bool judges_statements(const Rule& rule);
bool judges_history(const Rule& rule);

// Reads the folder, and the server's book where the run names a server as its base; runs the rules.
Result<void> find_history(Run& run);

const migration::History* history_in(Session& session);
const migration::Applied* applied_in(Session& session);

}  // namespace assay::cli
