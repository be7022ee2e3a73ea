// What a plan is made of: the statements of pending files, or those between two schemas.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/migration/plan/planner.h"
#include "domain/migration/prove/fill.h"
#include "face/cli/command.h"
#include "face/session.h"

namespace assay::cli {

// What is to be planned, and the schema before it in the lab.
struct Pending {
    std::vector<migration::StatementToPlan> statements = {};
    std::vector<migration::Reference> references = {};
    std::vector<std::string> notes = {};
    lab::Database* before = nullptr;
    std::shared_ptr<lab::Server> server = {};     // of `own`
    std::unique_ptr<lab::Database> own = {};
};

// The statements of all files that are reported, in order. The database is the session's.
Result<Pending> pending_files(Session& session);
// The statements that make --to of --from, without detours that programs in between would notice.
Result<Pending> pending_difference(const Arguments& arguments);

}  // namespace assay::cli
