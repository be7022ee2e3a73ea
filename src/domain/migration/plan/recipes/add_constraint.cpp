// A CHECK or foreign key that is added as it stands is checked on every row while writers wait.
#include <fmt/core.h>

#include "domain/migration/plan/recipe.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    const bool references = change.kind == Kind::add_foreign_key;
    if ((change.kind != Kind::add_check && !references) || change.not_valid) return false;
    const auto before = context.table(), after = context.table_after(change.relation);
    if (references && before.is_partitioned() && context.version() < 18) {
        context.note(fmt::format("{} is partitioned: a foreign key that refers from it cannot be NOT VALID before PostgreSQL 18, so that adding it reads every row under lock", change.relation));
        return false;
    }
    for (const auto& constraint : after.constraints) {
        if (before.constraint(constraint.name) || (constraint.type != 'c' && constraint.type != 'f')) continue;
        add_validated(context, change.relation, constraint.name, constraint.definition);
        return true;
    }
    return false;
}

}  // namespace

namespace recipe {

extern const Recipe add_constraint;
const Recipe add_constraint{"add-constraint", "A CHECK or a foreign key", plan};

}  // namespace recipe

}  // namespace assay::migration
