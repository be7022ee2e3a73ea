// A column under another name breaks programs that say the old one, before or after: both names are there until none says it.
#include "domain/migration/plan/shadow_column.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::rename_column || context.is_new(change.relation, change.object)) return false;
    const auto table = context.table();
    const auto* column = table.column(change.object);
    if (!column) return false;
    const auto name = sql::quote_identifier(change.object);
    return plan_shadow_column(context, {change.object, change.other, column->type, name, sql::quote_identifier(change.other)});
}

}  // namespace

namespace recipe {

extern const Recipe rename_column;
const Recipe rename_column{"rename-column", "A column with another name", plan};

}  // namespace recipe

}  // namespace assay::migration
