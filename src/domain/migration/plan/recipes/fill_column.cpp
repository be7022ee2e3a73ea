// An UPDATE that fills columns which the migration has just added: what is written meanwhile must be filled as well, by a trigger.
// So a column is split into several, or several are put together.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/backfill.h"
#include "domain/migration/plan/recipe.h"
#include "domain/migration/plan/statement_text.h"
#include "domain/migration/plan/sync_trigger.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::update) return false;
    const auto written = written_statement(context.text(), change.node);
    if (!written || !written->condition.empty() || written->expressions.empty()) return false;
    const auto& relation = change.relation;
    if (std::any_of(written->columns.begin(), written->columns.end(), [&](const std::string& column) { return !context.is_new(relation, column); })) return false;
    const auto table = context.table();
    if (table.kind != 'r' || !has_key(table)) return false;
    const auto names = joined(written->columns, ", ");
    const auto progress = name_in(relation, name_with(relation, written->columns.front() + "_backfill"));
    const SyncTrigger trigger{relation, name_with(relation, written->columns.front() + "_sync"), computed(relation, written->columns, written->expressions)};
    context.add({.stage = Stage::expand, .title = fmt::format("{}: {} follow what is written", relation, names),
                 .statement = statements({trigger.create(), create_progress(table, progress)}),
                 .rollback = statements({trigger.drop(), drop_progress(progress)})});
    Step step{.stage = Stage::backfill, .title = fmt::format("{}: {} of the rows that were there, batch by batch", relation, names),
              .statement = backfill_statement(table, {relation, written->with_condition("{batch}"), progress}, context.options()), .runs = Runs::in_batches,
              .rollback = fmt::format("delete from {};", sql::quote_relation(progress)), .loses = "nothing: the values stay until the columns go"};
    for (const auto& column : written->columns) step.lost.push_back(relation + "." + column);
    context.add(std::move(step));
    context.add({.stage = Stage::contract, .title = fmt::format("{}: the trigger goes", relation),
                 .statement = statements({trigger.drop(), drop_progress(progress)}),
                 .deploy = fmt::format("every program writes and reads {} itself", names),
                 .rollback = statements({trigger.create(), create_progress(table, progress)}), .lost = {progress}});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe fill_column;
const Recipe fill_column{"fill-column", "New columns that are filled from others: split, merge", plan};

}  // namespace recipe

}  // namespace assay::migration
