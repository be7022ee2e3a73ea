// What leads back from changes that stay as they are written.
#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/model/site.h"
#include "domain/migration/plan/planner.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

using sql::quote_identifier;

std::string column_back(PlanContext& plan, const Change& change) {
    const auto table = plan.table();
    const auto* column = table.column(change.object);
    const auto name = quote_identifier(change.object);
    if (change.kind == Kind::add_column) return alter_table(change.relation, "drop column " + name);
    if (!column) return {};
    if (change.kind == Kind::set_default || change.kind == Kind::drop_default)
        return alter_table(change.relation, fmt::format("alter column {} {}", name, column->default_text.empty() ? "drop default" : "set default " + column->default_text));
    if (change.kind == Kind::set_not_null && !column->not_null) return alter_table(change.relation, fmt::format("alter column {} drop not null", name));
    if (change.kind == Kind::drop_not_null && column->not_null) return alter_table(change.relation, fmt::format("alter column {} set not null", name));
    if (change.kind == Kind::alter_type) return alter_table(change.relation, fmt::format("alter column {} type {}", name, column->type));
    if (change.kind == Kind::add_identity) return alter_table(change.relation, fmt::format("alter column {} drop identity", name));
    if (change.kind == Kind::rename_column) return alter_table(change.relation, fmt::format("rename column {} to {}", quote_identifier(change.other), name));
    return {};
}

// The constraint that is there after the change and was not before.
std::string new_constraint(PlanContext& plan, const Change& change) {
    const auto before = plan.table(), after = plan.table_after(change.relation);
    for (const auto& constraint : after.constraints)
        if (!before.constraint(constraint.name)) return constraint.name;
    return {};
}

std::string constraint_back(PlanContext& plan, const Change& change) {
    if (change.kind == Kind::drop_constraint) {
        const auto table = plan.table();
        const auto* constraint = table.constraint(change.object);
        if (!constraint) return {};
        return alter_table(change.relation, fmt::format("add constraint {} {}", quote_identifier(constraint->name), constraint->definition));
    }
    if (change.kind == Kind::validate_constraint) {
        const auto table = plan.table();
        const auto* constraint = table.constraint(change.object);
        if (!constraint || constraint->validated) return {};
        const auto name = quote_identifier(constraint->name);
        return statements({alter_table(change.relation, "drop constraint " + name),
                           alter_table(change.relation, fmt::format("add constraint {} {}", name, constraint->definition))});
    }
    const auto name = new_constraint(plan, change);
    return name.empty() ? std::string{} : alter_table(change.relation, "drop constraint " + quote_identifier(name));
}

std::string index_back(PlanContext& plan, const Change& change) {
    const auto before = plan.table(), after = plan.table_after(change.relation);
    std::string name = change.object;
    for (const auto& index : after.indexes)
        if (std::none_of(before.indexes.begin(), before.indexes.end(), [&](const IndexFacts& each) { return each.name == index.name; })) name = index.name;
    if (name.empty()) return {};
    return fmt::format("drop index {}{};", change.concurrently ? "concurrently if exists " : "", sql::quote_relation(name_in(change.relation, name)));
}

std::string enum_again(PlanContext& plan, const std::string& type) {
    const auto values = plan.ask("select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = to_regtype($1)", {sql::quote_relation(type)});
    return values.empty() ? std::string{} : fmt::format("create type {} as enum ({});", sql::quote_relation(type), values);
}

// A view that was there comes back with its options and rights: OR REPLACE takes no column away.
std::string view_back(PlanContext& plan, const std::string& relation) {
    const auto name = sql::quote_relation(relation);
    const auto drop = fmt::format("drop view {};", name);
    const auto query = plan.ask("select pg_get_viewdef(to_regclass($1))", {name});
    if (query.empty()) return drop;
    const auto options = plan.ask("select ' with (' || array_to_string(reloptions, ', ') || ')' from pg_class where oid = to_regclass($1)", {name});
    std::vector<std::string> all{drop, fmt::format("create view {}{} as {}", name, options, query)};
    for (auto& grant : grants_of(plan, relation)) all.push_back(std::move(grant));
    return statements(all);
}

}  // namespace

std::string inverse_of(PlanContext& plan) {
    const auto& change = plan.change();
    switch (change.kind) {
        case Kind::create_table:
        case Kind::create_table_as:
        case Kind::create_partition_of: return fmt::format("drop table {};", sql::quote_relation(change.relation));
        case Kind::create_enum: return fmt::format("drop type {};", sql::quote_relation(change.object));
        case Kind::drop_type: return enum_again(plan, change.object);
        case Kind::rename_type: return fmt::format("alter type {} rename to {};", sql::quote_relation(name_in(change.object, change.other)),
            quote_identifier(sql::last_part(change.object)));
        case Kind::create_domain: return fmt::format("drop domain {};", sql::quote_relation(change.object));
        case Kind::create_view: return view_back(plan, change.relation);
        case Kind::create_trigger: return fmt::format("drop trigger {} on {};", quote_identifier(change.object), sql::quote_relation(change.relation));
        case Kind::rename_index: return fmt::format("alter index {} rename to {};", sql::quote_relation(name_in(change.object, change.other)),
            quote_identifier(sql::last_part(change.object)));
        case Kind::rename_constraint: return alter_table(change.relation, fmt::format("rename constraint {} to {}", quote_identifier(change.other),
            quote_identifier(change.object)));
        case Kind::create_index: return index_back(plan, change);
        case Kind::add_check:
        case Kind::add_foreign_key:
        case Kind::add_unique:
        case Kind::add_primary_key:
        case Kind::add_exclusion:
        case Kind::drop_constraint:
        case Kind::validate_constraint: return constraint_back(plan, change);
        default: return change.relation.empty() ? std::string{} : column_back(plan, change);
    }
}

}  // namespace assay::migration
