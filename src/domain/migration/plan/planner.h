// The planner: statements of a migration, one after another, each made into steps by the recipe for its kind.
#pragma once

#include <string>
#include <vector>

#include "domain/migration/model/plan.h"
#include "domain/migration/plan/recipe.h"
#include "lab/lab.h"

namespace assay::migration {

struct StatementToPlan {
    std::string text;
    Location place = {};
};

// `database` holds the schema before the migration, and after this the one behind it. An Error names the statement that does not run.
Result<Plan> make_plan(const std::vector<StatementToPlan>& statements, lab::Database& database, const PlanOptions& options);

// The text of a step as it is run and written to files: with lock_timeout, and tried again while the lock is not to be had.
std::string runnable(const std::string& statement, Runs runs, int lock_timeout_ms);

// A statement without the schema's help: what leads back from it; empty when nothing does.
std::string inverse_of(PlanContext& plan);

// "alter table orders" with several subcommands as one statement for each; any other statement alone.
std::vector<std::string> single_changes(const std::string& statement);

}  // namespace assay::migration
