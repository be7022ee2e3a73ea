// UPDATE and DELETE of many rows keep each of them locked until the end; in batches each is free again after milliseconds.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/backfill.h"
#include "domain/migration/plan/recipe.h"
#include "domain/migration/plan/statement_text.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    const bool updates = change.kind == Kind::update;
    if (!updates && change.kind != Kind::remove) return false;
    const auto written = written_statement(context.text(), change.node);
    if (!written) return false;
    const auto table = context.table();
    if (table.kind != 'r' || !has_key(table)) {
        context.note(fmt::format("{} has no key to go by: its rows cannot be written in batches", change.relation));
        return false;
    }
    const auto progress = name_in(change.relation, name_with(change.relation, updates ? "update_backfill" : "delete_backfill"));
    context.add({.stage = Stage::expand, .title = fmt::format("{}: what remembers the batches", change.relation),
                 .statement = create_progress(table, progress), .rollback = drop_progress(progress)});
    Step step{.stage = Stage::backfill, .title = fmt::format("{}: rows are {} batch by batch", change.relation, updates ? "written" : "removed"),
              .statement = backfill_statement(table, {change.relation, written->with_condition("{batch}"), progress}, context.options()), .runs = Runs::in_batches};
    if (updates) {
        for (const auto& column : written->columns) step.lost.push_back(change.relation + "." + column);
        step.loses = fmt::format("the old values of {}: nothing leads back", joined(step.lost, ", "));
    } else {
        step.lost = {change.relation};
        step.loses = "the rows that were removed: nothing leads back";
    }
    step.rollback = fmt::format("delete from {};", sql::quote_relation(progress));
    context.add(std::move(step));
    context.add({.stage = Stage::contract, .title = fmt::format("{}: what remembered the batches goes", change.relation),
                 .statement = drop_progress(progress), .rollback = create_progress(table, progress), .lost = {progress}});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe write_in_batches;
const Recipe write_in_batches{"write-in-batches", "Rows written or removed in batches", plan};

}  // namespace recipe

}  // namespace assay::migration
