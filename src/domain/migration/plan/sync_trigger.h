// Triggers that keep one column in step with others while a plan is under way.
#pragma once

#include <string>
#include <vector>

#include "domain/migration/plan/recipe.h"

namespace assay::migration {

// A BEFORE trigger changes nothing but the row that is being written, so that it never calls itself. It has the name that comes
// last, to see what the user's own triggers made of the row.
struct SyncTrigger {
    std::string relation;
    std::string name;   // of the function; the trigger's is "zz_" and this
    std::string body;   // between BEGIN and RETURN NEW

    std::string create() const;
    std::string drop() const;
};

// Columns get the values of expressions over the row; columns are named as in a statement on the table.
std::string computed(const std::string& relation, const std::vector<std::string>& columns, const std::vector<std::string>& expressions);

}  // namespace assay::migration
