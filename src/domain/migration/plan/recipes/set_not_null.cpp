// SET NOT NULL reads the table under ACCESS EXCLUSIVE, unless a CHECK that was validated before says that there is no NULL.
#include <algorithm>

#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool is_known_to_be_set(const TableFacts& table, const std::string& column) {
    const auto condition = sql::quote_identifier(column) + " IS NOT NULL";
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const ConstraintFacts& each) {
        return each.type == 'c' && each.validated && each.definition.find("(" + condition + ")") != std::string::npos;
    });
}

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::set_not_null) return false;
    const auto table = context.table();
    const auto* column = table.column(change.object);
    if (!column || column->not_null || is_known_to_be_set(table, change.object)) return false;
    add_not_null(context, change.relation, change.object);
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe set_not_null;
const Recipe set_not_null{"set-not-null", "A column becomes NOT NULL", plan};

}  // namespace recipe

}  // namespace assay::migration
