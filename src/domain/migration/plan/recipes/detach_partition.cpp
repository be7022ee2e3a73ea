// DETACH keeps everybody waiting who uses the partitioned table; CONCURRENTLY does not, and leaves a CHECK behind.
#include <fmt/core.h>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

// As the server will call it.
std::string name_of_check(PlanContext& context, const std::string& partition, const std::string& condition) {
    auto& session = context.session();
    std::string name;
    if (!session.query("begin")) return name;
    if (session.query(context.text()) && session.query(alter_table(partition, fmt::format("add check ({})", condition))))
        name = context.ask("select conname from pg_constraint where conrelid = to_regclass($1) order by oid desc limit 1", {sql::quote_relation(partition)});
    (void)session.query("rollback");
    return name;
}

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::detach_partition || change.concurrently || context.version() < 14) return false;
    if (!context.table().default_partition.empty()) {
        context.note(fmt::format("{} has a default partition: PostgreSQL refuses DETACH CONCURRENTLY there", change.relation));
        return false;
    }
    const auto partition = sql::quote_relation(change.other);
    if (context.is_new(change.other)) return false;
    const auto bound = context.ask("select pg_get_expr(relpartbound, oid) from pg_class where oid = to_regclass($1)", {partition});
    const auto condition = context.ask("select pg_get_partition_constraintdef(to_regclass($1))", {partition});
    const auto attach = alter_table(change.relation, fmt::format("attach partition {} {}", partition, bound));
    const auto check = sql::quote_identifier(name_of_check(context, change.other, condition));
    const auto drop_check = alter_table(change.other, "drop constraint if exists " + check);
    context.add({.stage = Stage::switch_over, .title = fmt::format("{} leaves {} while others read and write", change.other, change.relation),
                 .statement = alter_table(change.relation, fmt::format("detach partition {} concurrently", partition)), .runs = Runs::alone,
                 .deploy = fmt::format("no program looks for the rows of {} in {}", change.other, change.relation),
                 .rollback = statements({attach, drop_check}), .rollback_runs = Runs::alone});
    context.add({.stage = Stage::contract, .title = fmt::format("{}: the CHECK that DETACH CONCURRENTLY left goes", change.other), .statement = drop_check,
                 .rollback = alter_table(change.other, fmt::format("add constraint {} check ({})", check, condition))});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe detach_partition;
const Recipe detach_partition{"detach-partition", "A partition becomes a table", plan};

}  // namespace recipe

}  // namespace assay::migration
