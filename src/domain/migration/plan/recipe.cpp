#include "domain/migration/plan/recipe.h"

#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::migration {

namespace {

constexpr std::size_t longest_name = 63;  // PostgreSQL manual 4.1.1

}  // namespace

TableFacts PlanContext::table(const std::string& relation) {
    auto facts = table_facts(session_, relation);
    return facts ? std::move(*facts) : TableFacts{.relation = relation};
}

std::string PlanContext::ask(const std::string& query, const pg::Parameters& parameters) {
    const auto rows = session_.query(query, parameters);
    return rows && rows->size() > 0 ? std::string{rows->text(0, 0)} : std::string{};
}

namespace {

// Which files a table and its indexes lie in.
std::string files_query() {
    return "select string_agg(f.oid::text || ':' || coalesce(pg_relation_filenode(f.oid), 0), ' ' order by f.oid) from pg_class f "
           "where f.oid = to_regclass($1) or f.oid in (select i.indexrelid from pg_index i where i.indrelid = to_regclass($1))";
}

}  // namespace

std::string PlanContext::ask_after(const std::string& query, const pg::Parameters& parameters) {
    if (!session_.query("begin")) return {};
    const auto answer = session_.query(text_) ? ask(query, parameters) : std::string{};
    (void)session_.query("rollback");
    return answer;
}

TableFacts PlanContext::table_after(const std::string& relation) {
    if (!session_.query("begin")) return {.relation = relation};
    auto facts = session_.query(text_) ? table(relation) : TableFacts{.relation = relation};
    (void)session_.query("rollback");
    return facts;
}

bool PlanContext::rewrites() {
    const pg::Parameters parameters{sql::quote_relation(change_.relation)};
    const auto after = ask_after(files_query(), parameters);
    const auto before = ask(files_query(), parameters);
    // Indexes that are new are none that is written anew.
    for (const auto file : split(before, ' '))
        if (!after.empty() && (" " + after + " ").find(" " + std::string{file} + " ") == std::string::npos) return true;
    return false;
}

bool PlanContext::would_run(const std::string& statement) {
    if (!session_.query("begin")) return false;
    const bool runs = bool(session_.query(statement));
    (void)session_.query("rollback");
    return runs;
}

void PlanContext::add(Step step) {
    step.of = statement_;
    plan_.steps.push_back(std::move(step));
}

std::vector<std::string> grants_of(PlanContext& context, const std::string& relation) {
    const auto list = context.ask(
        "select string_agg(format('grant %s on %s to %s;', g.privilege_type, $1::text, case g.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end), chr(10) order by g.privilege_type, g.grantee) "
        "from pg_class c, aclexplode(c.relacl) g where c.oid = to_regclass($1) and g.grantee <> c.relowner", {sql::quote_relation(relation)});
    return list.empty() ? std::vector<std::string>{} : std::vector<std::string>{list};
}

std::string name_with(std::string_view relation, std::string_view suffix) {
    const auto end = "_" + std::string{suffix};
    const auto start = sql::last_part(relation).substr(0, longest_name - std::min(end.size(), longest_name));
    return std::string{start} + end;
}

std::string name_in(std::string_view relation, std::string_view name) {
    const auto dot = relation.rfind('.');
    return dot == relation.npos ? std::string{name} : std::string{relation.substr(0, dot + 1)}.append(name);
}

std::string column_list(const std::vector<std::string>& columns) {
    std::vector<std::string> quoted;
    for (const auto& column : columns) quoted.push_back(sql::quote_identifier(column));
    return joined(quoted, ", ");
}

std::string alter_table(std::string_view relation, std::string_view subcommand) { return fmt::format("alter table {} {};", sql::quote_relation(relation), subcommand); }

std::string statements(const std::vector<std::string>& parts) { return joined(parts, "\n"); }

// A function may have the name of the column.
std::string with_column_renamed(std::string_view definition, const std::string& from, const std::string& to) {
    const auto tokens = sql::tokens_of(definition);
    std::string text;
    std::size_t done = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& token = tokens[i];
        const bool is_name = token.kind == sql::TokenKind::word || token.kind == sql::TokenKind::identifier;
        const bool is_call = i + 1 < tokens.size() && tokens[i + 1].in(definition) == "(";
        if (!is_name || is_call || sql::identifier_name(token.in(definition)) != from) continue;
        text.append(definition.substr(done, token.begin - done)).append(sql::quote_identifier(to));
        done = token.end;
    }
    return text.append(definition.substr(done));
}

std::string concurrent_index(std::string_view definition, const std::string& name) {
    const auto on = definition.find(" ON ");
    const bool unique = starts_with(definition, "CREATE UNIQUE");
    const auto rest = definition.substr(std::min(on, definition.size()));
    return fmt::format("create {}index concurrently {}{};", unique ? "unique " : "", sql::quote_identifier(name), rest);
}

void add_validated(PlanContext& plan, const std::string& relation, const std::string& constraint, std::string definition) {
    if (ends_with(definition, " NOT VALID")) definition.resize(definition.size() - 10);
    const auto name = sql::quote_identifier(constraint);
    const auto add = alter_table(relation, fmt::format("add constraint {} {} not valid", name, definition));
    const auto drop = alter_table(relation, "drop constraint " + name);
    plan.add({.stage = Stage::expand, .title = fmt::format("{}: {} holds for what is written from now on", relation, constraint), .statement = add,
              .rollback = drop});
    plan.add({.stage = Stage::validate, .title = fmt::format("{}: {} is checked on the rows that were there", relation, constraint),
              .statement = alter_table(relation, "validate constraint " + name), .rollback = statements({drop, add})});
}

namespace {

// From 18 on NOT NULL itself can be NOT VALID.
void add_not_null_constraint(PlanContext& plan, const std::string& relation, const std::string& column) {
    add_validated(plan, relation, name_with(relation, column + "_not_null"), "not null " + sql::quote_identifier(column));
}

}  // namespace

void add_not_null(PlanContext& plan, const std::string& relation, const std::string& column) {
    if (plan.version() >= 18) return add_not_null_constraint(plan, relation, column);
    const auto name = sql::quote_identifier(column);
    const auto check = name_with(relation, column + "_is_set");
    const auto definition = fmt::format("check ({} is not null)", name);
    add_validated(plan, relation, check, definition);
    plan.add({.stage = Stage::contract, .title = fmt::format("{}.{} is NOT NULL: the CHECK spares reading the rows, and goes", relation, column),
              .statement = statements({alter_table(relation, fmt::format("alter column {} set not null", name)),
                                       alter_table(relation, "drop constraint " + sql::quote_identifier(check))}),
              .rollback = statements({alter_table(relation, fmt::format("add constraint {} {} not valid", sql::quote_identifier(check), definition)),
                                      alter_table(relation, "validate constraint " + sql::quote_identifier(check)),
                                      alter_table(relation, fmt::format("alter column {} drop not null", name))}),
              .rollback_runs = Runs::alone});
}

void add_unique(PlanContext& plan, const std::string& relation, const IndexFacts& index, const ConstraintFacts& constraint) {
    const auto name = sql::quote_identifier(constraint.name);
    const auto build = concurrent_index(index.definition, constraint.name);
    const auto closing = constraint.definition.find(" DEFERRABLE");
    const auto timing = closing == std::string::npos ? std::string{} : constraint.definition.substr(closing);
    plan.add({.stage = Stage::expand, .title = fmt::format("{}: the unique index {} is built while others read and write", relation, constraint.name),
              .statement = build,
              .runs = Runs::alone, .rollback = fmt::format("drop index concurrently if exists {};", sql::quote_relation(name_in(relation, constraint.name))),
              .rollback_runs = Runs::alone});
    plan.add({.stage = Stage::contract, .title = fmt::format("{}: the index becomes the {}", relation, index.primary ? "primary key" : "constraint"),
              .statement = alter_table(relation, fmt::format("add constraint {} {} using index {}{}", name, index.primary ? "primary key" : "unique", name, timing)),
              .rollback = statements({alter_table(relation, "drop constraint " + name), build}), .rollback_runs = Runs::alone});
}

}  // namespace assay::migration
