// REINDEX locks the table against writers and the index against everybody; CONCURRENTLY builds another beside it.
#include <fmt/core.h>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::reindex || change.concurrently || context.version() < 12) return false;
    const bool of_table = !change.relation.empty();
    const auto& name = of_table ? change.relation : change.object;
    if (context.ask("select 1 from pg_class where oid = to_regclass($1)", {sql::quote_relation(name)}).empty()) return false;
    context.add({.stage = Stage::expand, .title = fmt::format("{} is built anew while others read and write", name),
                 .statement = fmt::format("reindex {} concurrently {};", of_table ? "table" : "index", sql::quote_relation(name)), .runs = Runs::alone});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe reindex;
const Recipe reindex{"reindex", "An index built anew", plan};

}  // namespace recipe

}  // namespace assay::migration
