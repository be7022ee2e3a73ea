// DROP COLUMN is quick; what it breaks are programs that still name the column, and those that no longer fill it before it is gone.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "domain/migration/plan/recreate.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::drop_column || context.is_new(change.relation, change.object)) return false;
    const auto table = context.table();
    const auto* column = table.column(change.object);
    if (!column) return false;
    const auto name = sql::quote_identifier(column->name);
    const auto subject = change.relation + "." + column->name;
    const bool in_key = std::find(table.key.begin(), table.key.end(), column->name) != table.key.end();
    const bool must_be_given = column->not_null && column->default_text.empty() && column->identity == '\0' && !column->generated && !in_key;
    if (must_be_given)
        context.add({.stage = Stage::expand, .title = fmt::format("{} may be left out by programs that do not know it any more", subject),
                     .statement = alter_table(change.relation, fmt::format("alter column {} drop not null", name)),
                     .rollback = alter_table(change.relation, fmt::format("alter column {} set not null", name)),
                     .loses = "nothing, but it fails once a row without a value was written"});
    const auto after = context.table();
    context.add({.stage = Stage::contract, .title = fmt::format("{} goes", subject),
                 .statement = alter_table(change.relation, fmt::format("drop column {}{}", name, change.cascade ? " cascade" : "")),
                 .deploy = fmt::format("no program reads or writes {}; an ORM ignores it", subject), .rollback = column_again(after, *column, must_be_given),
                 .loses = fmt::format("the values of {}, and its place among the columns", subject), .lost = {subject}});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe drop_column;
const Recipe drop_column{"drop-column", "A column that goes", plan};

}  // namespace recipe

}  // namespace assay::migration
