// A column made anew beside the old one: with another type, or another name. A trigger keeps both in step, the rows that were there
// follow in batches, indexes and constraints are built beside, and in the end the new one takes the old one's place.
#pragma once

#include <string>

#include "domain/migration/plan/recipe.h"

namespace assay::migration {

struct ShadowColumn {
    std::string column;       // as it is
    std::string final_name;   // as it is to be; the same where only the type changes
    std::string type;         // to be
    std::string forth;        // the new value, an expression over the table's row
    std::string back = {};    // the old value from the new column, which is named as `final_name`; empty: there is none
    bool same_text = true;    // whether what comes back is written as it was: a uuid has other letters than the text had
};

// Adds the steps; false, and a note, when something hangs on the column that cannot be carried over.
bool plan_shadow_column(PlanContext& context, const ShadowColumn& shadow);

}  // namespace assay::migration
