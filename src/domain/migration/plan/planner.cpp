#include "domain/migration/plan/planner.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/read/prepared.h"
#include "sql/names.h"
#include "sql/parser.h"
#include "sql/statement_name.h"
#include "sql/tree.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

class Planner {
public:
    Planner(lab::Database& database, pg::Connection session, const PlanOptions& options) : database_{database}, session_{std::move(session)}, options_{options} {
        plan_.lock_timeout_ms = options.lock_timeout_ms;
    }

    Result<Plan> run(const std::vector<StatementToPlan>& statements);

private:
    Result<void> learn_what_is_known();
    Result<void> plan_statement(const StatementToPlan& statement);
    Result<void> plan_change(const sql::Parser& parser, const std::string& text, const Location& place);
    void stay(PlanContext& context, const std::string& text);
    void stay_new(const std::string& text, const std::string& back);
    std::string table_of_index(const std::string& index);
    void touch(const std::string& relation);
    void learn_what_is_unique();
    Result<void> apply(const std::string& text, const Location& place);

    lab::Database& database_;
    pg::Connection session_;
    PlanOptions options_;
    Known known_;
    Plan plan_;
    bool last_is_new_ = false;  // the last step only makes what nobody knows yet
};

Result<void> Planner::learn_what_is_known() {
    auto rows = session_.query(
        "select r.name, a.attname from (select c.oid, case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p', 'm', 'v', 'f')) r "
        "left join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped");
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->size(); ++row) {
        known_.emplace(rows->text(row, 0));
        known_.insert(fmt::format("{}.{}", rows->text(row, 0), rows->text(row, 1)));
    }
    return {};
}

// Empty when it is none's.
std::string Planner::table_of_index(const std::string& index) {
    const auto rows = session_.query("select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname from pg_index i join pg_class c on c.oid = i.indrelid "
                                     "join pg_namespace n on n.oid = c.relnamespace where i.indexrelid = to_regclass($1)", pg::Parameters{sql::quote_relation(index)});
    return rows && rows->size() > 0 ? std::string{rows->text(0, 0)} : std::string{};
}

// It, and what refers to it.
void Planner::touch(const std::string& relation) {
    auto& all = plan_.relations;
    if (!known_.contains(relation) || std::find(all.begin(), all.end(), relation) != all.end()) return;
    all.push_back(relation);
    const auto facts = table_facts(session_, relation);
    if (!facts) return;
    for (const auto& reference : facts->references)
        if (known_.contains(reference.relation) && std::find(all.begin(), all.end(), reference.relation) == all.end()) all.push_back(reference.relation);
}

void Planner::learn_what_is_unique() {
    for (const auto& relation : plan_.relations) {
        const auto facts = table_facts(session_, relation);
        if (!facts) continue;
        for (const auto& index : facts->indexes)
            if (index.unique || !index.constraint.empty())
                for (const auto& column : index.columns) plan_.unique_columns.push_back(relation + "." + column);
    }
}

// What the change leaves behind is what the next one meets.
Result<void> Planner::apply(const std::string& text, const Location& place) {
    auto prepared = prepared_statement(text, database_, false);
    if (!prepared) return fail(prepared.error().message, place);
    if (!prepared->empty() && !session_.query(*prepared, limits::statement_time)) return fail("fails as it is written, at the schema before it: " + session_.last_error().message, place);
    return {};
}

// Steps that make new things and nothing else go together.
void Planner::stay_new(const std::string& text, const std::string& back) {
    auto& steps = plan_.steps;
    if (last_is_new_ && !steps.empty()) {
        steps.back().statement += "\n" + text + ";";
        steps.back().rollback = back.empty() ? steps.back().rollback : back + (steps.back().rollback.empty() ? "" : "\n" + steps.back().rollback);
        return;
    }
    steps.push_back({.stage = Stage::expand, .title = "what is new: nobody waits for it", .statement = text + ";", .rollback = back, .of = plan_.statements.size() - 1});
    last_is_new_ = true;
}

namespace {

// Its rows are others each time that the column is made.
bool tells_time_or_chance(std::string_view expression) {
    for (const std::string_view part : {"now()", "CURRENT_", "LOCALTIME", "_timestamp()", "timeofday()", "random", "uuid", "nextval("})
        if (expression.find(part) != expression.npos) return true;
    return false;
}

void note_volatile_default(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::add_column) return;
    const auto table = context.table_after(change.relation);
    const auto* column = table.column(change.object);
    if (column && tells_time_or_chance(column->default_text)) context.is_volatile(change.relation + "." + change.object);
}

}  // namespace

// No recipe makes it better: as it is written.
void Planner::stay(PlanContext& context, const std::string& text) {
    const auto& change = context.change();
    note_volatile_default(context);
    const bool creates = change.kind == Kind::create_table || change.kind == Kind::create_table_as || change.kind == Kind::create_enum ||
        change.kind == Kind::create_domain || (change.kind == Kind::create_view && context.table().kind == '\0');
    const bool is_new = !change.relation.empty() && context.is_new(change.relation) && context.table().kind != '\0';
    const bool makes_new = creates || (is_new && (change.other.empty() || context.is_new(change.other)));
    const auto back = inverse_of(context);
    const bool is_ddl = change.kind != Kind::insert && change.kind != Kind::update && change.kind != Kind::remove && change.kind != Kind::query &&
        change.kind != Kind::copy_from;
    if (makes_new && is_ddl && !change.concurrently) return stay_new(text, creates ? back : std::string{});
    Step step{.stage = Stage::expand, .title = "as it is written", .statement = text + ";"};
    step.runs = change.concurrently ? Runs::alone : is_ddl ? Runs::in_transaction : Runs::as_written;
    step.rollback = back;
    if (back.empty() && change.kind != Kind::analyze && change.kind != Kind::vacuum) step.loses = "nothing that this plan knows leads back";
    if (back.empty() && !change.relation.empty()) step.lost = {change.relation};
    context.add(std::move(step));
    last_is_new_ = false;
}

Result<void> Planner::plan_change(const sql::Parser& parser, const std::string& text, const Location& place) {
    auto tree = sql::Tree::parse(parser, text);
    std::vector<Change> changes;
    sql::Node root;
    if (tree) {
        for (const sql::Node each : tree->root()["stmts"]) root = each["stmt"];
        changes = changes_in(root);
    }
    if (root.tag() == "VariableSetStmt" || root.tag() == "TransactionStmt") return {};
    if (changes.empty()) changes.push_back(Change{.kind = Kind::query, .relation = {}});
    if (tree && root.tag() == "CreateFunctionStmt") changes.front().kind = Kind::create_function;
    for (const auto& change : changes) {
        touch(change.relation);
        touch(change.other);
        if (change.relation.empty() && !change.object.empty()) touch(table_of_index(change.object));
    }
    const auto number = plan_.statements.size();
    plan_.statements.push_back({sql::statement_name(text, 200), place, {}});
    PlanContext context{session_, options_, known_, changes.front(), text, number, plan_};
    const auto before = plan_.steps.size();
    const bool several = changes.size() > 1 && root.tag() != "CreateStmt";
    const bool is_known = changes.front().relation.empty() || !context.is_new(changes.front().relation) || changes.front().kind == Kind::create_partition_of;
    if (!several && is_known)
        for (const auto* recipe : recipes())
            if (recipe->plan(context)) {
                plan_.statements.back().recipe = recipe->name;
                break;
            }
    if (plan_.steps.size() == before) stay(context, text);
    else last_is_new_ = false;
    return apply(text, place);
}

Result<void> Planner::plan_statement(const StatementToPlan& statement) {
    Result<void> done;
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (const auto& text : single_changes(statement.text))
            if (done = plan_change(parser, text, statement.place); !done) return;
    });
    if (!parsed) return fail(parsed.error().message, statement.place);
    return done;
}

Result<Plan> Planner::run(const std::vector<StatementToPlan>& statements) {
    if (auto learned = learn_what_is_known(); !learned) return tl::unexpected(learned.error());
    for (const auto& statement : statements)
        if (auto done = plan_statement(statement); !done) return tl::unexpected(done.error());
    learn_what_is_unique();
    return std::move(plan_);
}

}  // namespace

Result<Plan> make_plan(const std::vector<StatementToPlan>& statements, lab::Database& database, const PlanOptions& options) {
    auto session = database.connect();
    if (!session) return tl::unexpected(session.error());
    return Planner{database, std::move(*session), options}.run(statements);
}

}  // namespace assay::migration
