// UNIQUE and PRIMARY KEY build their index under ACCESS EXCLUSIVE; an index that was built beside can be given to them.
#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/plan/recipe.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if ((change.kind != Kind::add_unique && change.kind != Kind::add_primary_key) || change.with_index) return false;
    const auto before = context.table(), after = context.table_after(change.relation);
    if (before.is_partitioned()) {
        context.note(fmt::format("{} is partitioned: a key of it cannot be made from an index that was built beside", change.relation));
        return false;
    }
    for (const auto& index : after.indexes) {
        const auto* constraint = after.constraint(index.constraint);
        if (!constraint || before.constraint(constraint->name)) continue;
        if (index.primary)
            for (const auto& column : constraint->columns)
                if (const auto* was = before.column(column); was && !was->not_null) add_not_null(context, change.relation, column);
        add_unique(context, change.relation, index, *constraint);
        return true;
    }
    return false;
}

}  // namespace

namespace recipe {

extern const Recipe add_key;
const Recipe add_key{"add-key", "A UNIQUE constraint or a primary key", plan};

}  // namespace recipe

}  // namespace assay::migration
