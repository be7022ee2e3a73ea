// DROP TABLE cannot be undone: a table that nobody misses under another name may go.
#include <fmt/core.h>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "domain/migration/plan/recreate.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::drop_table) return false;
    const auto table = context.table();
    if (table.kind != 'r') return false;
    const auto aside = name_in(change.relation, name_with(change.relation, "to_drop"));
    const auto cascade = change.cascade ? " cascade" : "";
    context.add({.stage = Stage::switch_over, .title = fmt::format("{} steps aside: whoever still needs it is heard now", change.relation),
                 .statement = alter_table(change.relation, "rename to " + sql::quote_identifier(sql::last_part(aside))),
                 .deploy = fmt::format("no program uses {}", change.relation),
                 .rollback = alter_table(aside, "rename to " + sql::quote_identifier(sql::last_part(change.relation)))});
    context.add({.stage = Stage::contract, .title = fmt::format("{} goes, after as many days as it takes to be sure", change.relation),
                 .statement = fmt::format("drop table {}{};", sql::quote_relation(aside), cascade),
                 .rollback = table_again(table, aside), .loses = fmt::format("all rows of {}: a backup has them", change.relation),
                 .lost = {aside, change.relation}});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe drop_table;
const Recipe drop_table{"drop-table", "A table that goes", plan};

}  // namespace recipe

}  // namespace assay::migration
