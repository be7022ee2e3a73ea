// REFRESH keeps readers of the view waiting; CONCURRENTLY lets them read the old rows, and needs a unique index on columns.
#include <fmt/core.h>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::refresh || change.concurrently || change.lenient) return false;
    const auto usable = context.ask("select bool_or(i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null) from pg_index i join pg_class c on c.oid = i.indrelid "
                                    "where c.oid = to_regclass($1) and c.relispopulated", {sql::quote_relation(change.relation)});
    if (usable != "t") {
        context.note(fmt::format("{}: REFRESH CONCURRENTLY needs a unique index on columns of it, without a condition, and rows that are there already", change.relation));
        return false;
    }
    context.add({.stage = Stage::expand, .title = fmt::format("{} is made anew while others read it", change.relation),
                 .statement = fmt::format("refresh materialized view concurrently {};", sql::quote_relation(change.relation)), .runs = Runs::alone,
                 .loses = "the rows as they were before, which nothing brings back", .lost = {change.relation}});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe refresh;
const Recipe refresh{"refresh", "A materialized view made anew", plan};

}  // namespace recipe

}  // namespace assay::migration
