// CREATE … PARTITION OF takes ACCESS EXCLUSIVE on the partitioned table; a table that is made alone and attached does not.
#include <fmt/core.h>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::create_partition_of || context.is_new(change.other) || context.version() < 12) return false;
    const auto parent = context.table(change.other);
    const auto bound = context.ask_after("select pg_get_expr(relpartbound, oid) from pg_class where oid = to_regclass($1)", {sql::quote_relation(change.relation)});
    if (parent.kind != 'p' || bound.empty() || !parent.default_partition.empty() || change.partitioned) return false;
    const auto partition = sql::quote_relation(change.relation);
    context.add({.stage = Stage::expand, .title = fmt::format("{} is made alone and joins {}", change.relation, change.other),
                 .statement = statements({fmt::format("create table {} (like {} including all);", partition, sql::quote_relation(change.other)),
                                          alter_table(change.other, fmt::format("attach partition {} {}", partition, bound))}),
                 .rollback = statements({alter_table(change.other, "detach partition " + partition), fmt::format("drop table {};", partition)}),
                 .loses = fmt::format("the rows that were written to {} since", change.relation)});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe create_partition_of;
const Recipe create_partition_of{"create-partition-of", "A new partition", plan};

}  // namespace recipe

}  // namespace assay::migration
