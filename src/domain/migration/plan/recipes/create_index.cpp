// CREATE INDEX keeps writers waiting while it is built; CONCURRENTLY does not, on a partitioned table partition by partition.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

using sql::quote_identifier;

const IndexFacts* new_index(const TableFacts& before, const TableFacts& after) {
    for (const auto& index : after.indexes)
        if (std::none_of(before.indexes.begin(), before.indexes.end(), [&](const IndexFacts& each) { return each.name == index.name; })) return &index;
    return nullptr;
}

std::string drop(const std::string& relation, const std::string& index) {
    return fmt::format("drop index concurrently if exists {};", sql::quote_relation(name_in(relation, index)));
}

void build(PlanContext& context, const std::string& relation, const IndexFacts& index) {
    context.add({.stage = Stage::expand, .title = fmt::format("{}: {} is built while others read and write", relation, index.name),
                 .statement = concurrent_index(index.definition, index.name), .runs = Runs::alone, .rollback = drop(relation, index.name),
                 .rollback_runs = Runs::alone});
}

// "ON ONLY" the parent first: it becomes valid when each partition has given its own.
void build_on_partitions(PlanContext& context, const TableFacts& before, const IndexFacts& parent) {
    const auto& relation = context.change().relation;
    auto definition = replaced(parent.definition, "CREATE ", "create ");
    if (definition.find(" ON ONLY ") == std::string::npos) definition = replaced(definition, " ON ", " ON ONLY ");
    const auto parent_name = sql::quote_relation(name_in(relation, parent.name));
    context.add({.stage = Stage::expand, .title = fmt::format("{}: the index {}, not valid until each partition has its own", relation, parent.name),
                 .statement = definition + ";",
                 .rollback = fmt::format("drop index {};", parent_name)});
    std::vector<std::string> attached, again{fmt::format("drop index {};", parent_name), definition + ";"};
    for (const auto& partition : before.partitions) {
        const auto own_before = context.table(partition), own_after = context.table_after(partition);
        const auto* index = new_index(own_before, own_after);
        if (!index) continue;
        build(context, partition, *index);
        attached.push_back(fmt::format("alter index {} attach partition {};", parent_name, sql::quote_relation(name_in(partition, index->name))));
        again.push_back(concurrent_index(index->definition, index->name));
    }
    if (attached.empty()) return;
    context.add({.stage = Stage::contract, .title = fmt::format("{}: the partitions' indexes join {}", relation, parent.name), .statement = statements(attached),
                 .rollback = statements(again), .rollback_runs = Runs::alone, .loses = "the indexes of the partitions, which are built again"});
}

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::create_index || change.concurrently || change.only) return false;
    const auto before = context.table(), after = context.table_after(change.relation);
    const auto* index = new_index(before, after);
    if (!index || before.kind == '\0') return false;
    if (before.is_partitioned()) build_on_partitions(context, before, *index);
    else build(context, change.relation, *index);
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe create_index;
const Recipe create_index{"create-index", "An index", plan};

}  // namespace recipe

}  // namespace assay::migration
