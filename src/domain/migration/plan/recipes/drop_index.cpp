// DROP INDEX takes ACCESS EXCLUSIVE on the table as well, and has to wait for every reader; CONCURRENTLY keeps nobody waiting.
#include <fmt/core.h>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::drop_index || change.concurrently) return false;
    const pg::Parameters name{sql::quote_relation(change.object)};
    const auto definition = context.ask("select pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid where i.indexrelid = to_regclass($1) and c.relkind = 'i' "
                                        "and not c.relispartition and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))", name);
    if (definition.empty()) return false;
    context.add({.stage = Stage::contract, .title = fmt::format("{} goes while others read and write", change.object),
                 .statement = fmt::format("drop index concurrently {};", sql::quote_relation(change.object)), .runs = Runs::alone,
                 .rollback = concurrent_index(definition, std::string{sql::last_part(change.object)}), .rollback_runs = Runs::alone});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe drop_index;
const Recipe drop_index{"drop-index", "An index that goes", plan};

}  // namespace recipe

}  // namespace assay::migration
