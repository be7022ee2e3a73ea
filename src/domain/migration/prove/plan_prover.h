// The prover of plans: each step beside an application at work, the end compared with what the migration makes, and the way back.
#pragma once

#include <functional>
#include <vector>

#include "domain/migration/model/objects.h"
#include "domain/migration/model/plan.h"
#include "domain/migration/plan/planner.h"
#include "lab/lab.h"

namespace assay::migration {

struct PlanTrial {
    // The schema that a session sees, through the map of whoever asks: no domain reads with another's reader.
    std::function<Result<diff::Model>(pg::Connection&)> schema;
    Milliseconds holds{150};  // how long some readers' transactions stay open; 0: none do
};

// Writes the proof of each step and of the whole into the plan. `before` is the schema before the migration, with rows; it is copied.
// An Error: the lab could not do it.
Result<void> prove_plan(Plan& plan, const std::vector<StatementToPlan>& statements, lab::Database& before, const PlanTrial& trial);

}  // namespace assay::migration
