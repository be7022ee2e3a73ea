// A table under another name or in another schema: a view keeps the old name while programs still use it.
#include <fmt/core.h>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

bool plan(PlanContext& context) {
    const auto& change = context.change();
    const bool moves = change.kind == Kind::set_schema;
    if ((change.kind != Kind::rename_table && !moves) || context.table().kind == '\0' || context.table().kind == 'v') return false;
    const auto old_name = sql::quote_relation(change.relation), bare_name = sql::quote_identifier(sql::last_part(change.relation));
    const std::string own_name{sql::last_part(change.relation)};
    const auto moved = change.other == "public" ? own_name : change.other + "." + own_name;
    const auto new_relation = moves ? moved : name_in(change.relation, change.other);
    const auto new_name = sql::quote_relation(new_relation);
    const auto dot = change.relation.rfind('.');
    const auto forth = moves ? "set schema " + sql::quote_identifier(change.other) : "rename to " + sql::quote_identifier(change.other);
    const auto old_schema = dot == std::string::npos ? std::string{"public"} : sql::quote_identifier(change.relation.substr(0, dot));
    const auto back = moves ? "set schema " + old_schema : "rename to " + bare_name;
    const auto invoker = context.version() >= 15 ? " with (security_invoker = true)" : "";
    std::vector<std::string> view{fmt::format("create view {}{} as select * from {};", old_name, invoker, new_name)};
    for (auto& grant : grants_of(context, change.relation)) view.push_back(std::move(grant));
    auto parts = view;
    parts.insert(parts.begin(), alter_table(change.relation, forth));
    context.add({.stage = Stage::expand, .title = fmt::format("{} becomes {}; a view keeps the old name", change.relation, new_relation),
                 .statement = statements(parts),
                 .rollback = statements({fmt::format("drop view {};", old_name), alter_table(new_relation, back)})});
    context.add({.stage = Stage::contract, .title = fmt::format("the view {} goes", change.relation), .statement = fmt::format("drop view {};", old_name),
                 .deploy = fmt::format("every program says {} instead of {}", new_relation, change.relation), .rollback = statements(view)});
    context.note(fmt::format("while {} is a view, COPY into it, TRUNCATE, GROUP BY its key alone and new foreign keys to it do not work: let such statements use {} first", change.relation, new_relation));
    return true;
}

}  // namespace

namespace recipe {

extern const Recipe rename_table;
const Recipe rename_table{"rename-table", "A table with another name or schema", plan};

}  // namespace recipe

}  // namespace assay::migration
