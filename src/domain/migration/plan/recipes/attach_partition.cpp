// ATTACH reads the new partition, and the default partition, under lock, unless CHECKs say already what it looks for; and it builds
// the indexes that the partition lacks.
#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

std::string bounds_of(PlanContext& context, const std::string& partition) {
    return context.ask_after("select pg_get_partition_constraintdef(to_regclass($1))", {sql::quote_relation(partition)});
}

void build_missing_indexes(PlanContext& context, const std::string& partition) {
    const auto before = context.table(partition), after = context.table_after(partition);
    for (const auto& index : after.indexes) {
        if (!index.constraint.empty() || std::any_of(before.indexes.begin(), before.indexes.end(),
            [&](const IndexFacts& each) { return each.name == index.name; })) continue;
        context.add({.stage = Stage::expand, .title = fmt::format("{}: {} is built before it is needed", partition, index.name),
                     .statement = concurrent_index(index.definition, index.name), .runs = Runs::alone,
                     .rollback = fmt::format("drop index concurrently if exists {};", sql::quote_relation(name_in(partition, index.name))), .rollback_runs = Runs::alone});
    }
}

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::attach_partition || context.is_new(change.other)) return false;
    const auto parent = context.table();
    const auto bounds = bounds_of(context, change.other);
    if (bounds.empty()) return false;
    std::vector<std::pair<std::string, std::string>> checks{{change.other, bounds}};
    if (!parent.default_partition.empty()) checks.emplace_back(parent.default_partition, bounds_of(context, parent.default_partition));
    build_missing_indexes(context, change.other);
    std::vector<std::string> parts, back{alter_table(change.relation, "detach partition " + sql::quote_relation(change.other))};
    parts.push_back(context.text() + ";");
    for (const auto& [relation, condition] : checks) {
        const auto name = name_with(relation, "bounds");
        add_validated(context, relation, name, fmt::format("check ({})", condition));
        parts.push_back(alter_table(relation, "drop constraint " + sql::quote_identifier(name)));
        back.push_back(alter_table(relation, fmt::format("add constraint {} check ({})", sql::quote_identifier(name), condition)));
    }
    context.add({.stage = Stage::contract, .title = fmt::format("{} joins {}: the CHECKs spare reading it, and go", change.other, change.relation),
                 .statement = statements(parts),
                 .rollback = statements(back), .rollback_runs = Runs::alone});
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe attach_partition;
const Recipe attach_partition{"attach-partition", "A table becomes a partition", plan};

}  // namespace recipe

}  // namespace assay::migration
