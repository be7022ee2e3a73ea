#include "sql/statement.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "sql/facts.h"
#include "world/limits.h"

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

constexpr std::array<std::pair<string_view, Transaction>, 10> transaction_kinds{{
    {"TRANS_STMT_BEGIN", Transaction::begin},
    {"TRANS_STMT_START", Transaction::begin},
    {"TRANS_STMT_COMMIT", Transaction::commit},
    {"TRANS_STMT_ROLLBACK", Transaction::rollback},
    {"TRANS_STMT_SAVEPOINT", Transaction::savepoint},
    {"TRANS_STMT_RELEASE", Transaction::release},
    {"TRANS_STMT_ROLLBACK_TO", Transaction::rollback_to},
    {"TRANS_STMT_PREPARE", Transaction::prepare},
    {"TRANS_STMT_COMMIT_PREPARED", Transaction::commit_prepared},
    {"TRANS_STMT_ROLLBACK_PREPARED", Transaction::rollback_prepared},
}};

bool is_one_of(string_view tag, std::initializer_list<string_view> tags) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

void read_transaction(Reading& reading, Node wrapped) {
    const Node statement = wrapped.as("TransactionStmt");
    for (const auto& [known, kind] : transaction_kinds)
        if (statement["kind"].text() == known) reading.out.transaction = kind;
    if (statement) reading.out.savepoint = statement["savepoint_name"].text();
}

void classify(Reading& reading, Node wrapped) {
    Statement& out = reading.out;
    const string_view tag = wrapped.tag();
    const Node copy = wrapped.as("CopyStmt");
    const bool from = copy["is_from"].boolean();
    if (from && !copy["filename"] && !copy["is_program"].boolean()) out.copies_from_stdin = true;
    const bool data =
        from || is_one_of(tag, {"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt"});
    out.is_data = out.is_data || data;
    if (tag == "SelectStmt")
        for (const string_view inner : {"InsertStmt", "UpdateStmt", "DeleteStmt"})
            wrapped.each(inner, [&](Node) { out.is_data = true; });
    if (is_one_of(tag, {"SelectStmt", "ExplainStmt", "VariableShowStmt"}) && !wrapped.inner()["intoClause"])
        out.is_query = !out.is_data;
}

// Mentions ----------------------------------------------------------------------------------------------

void read_tables(Reading& reading, Node wrapped) {
    std::unordered_set<string_view> with;
    wrapped.each("CommonTableExpr", [&](Node each) { with.insert(each["ctename"].text()); });
    for (std::uint32_t i = wrapped.index(); i < wrapped.end_of_subtree(); ++i) {
        const Node field = reading.tree.at(i);
        if (field.key() != "relname") continue;
        const Node relation = field.parent();
        if (reading.own.contains(relation.index())) continue;
        if (!relation["schemaname"] && with.contains(field.text())) continue;
        reading.out.tables.push_back({relation_name(relation), relation.offset()});
    }
}

void read_types(Reading& reading, Node wrapped) {
    for (std::uint32_t i = wrapped.index(); i < wrapped.end_of_subtree(); ++i) {
        const Node field = reading.tree.at(i);
        if (field.key() != "names") continue;
        const Node type = field.parent();
        if (!type["typemod"] || type["pct_type"].boolean()) continue;
        reading.out.types.push_back({name_of(parts_of(field)), type.offset()});
    }
}

void read_functions(Reading& reading, Node wrapped) {
    wrapped.each("FuncCall", [&](Node call) {
        reading.out.functions.push_back({name_of(parts_of(call["funcname"])), call.offset()});
    });
}

// Settings ----------------------------------------------------------------------------------------------

// A value of SET: a constant, or an interval around one.
string setting_text(Node value) {
    const Node cast = value.as("TypeCast");
    return constant_text(cast ? cast["arg"] : value);
}

void add_setting(Reading& reading, Node statement, bool of_function) {
    Setting setting;
    setting.name = statement["kind"].text() == "VAR_RESET_ALL" ? "*" : string{statement["name"].text()};
    for (const Node value : statement["args"]) setting.values.push_back(setting_text(value));
    setting.local = statement["is_local"].boolean();
    setting.of_function = of_function;
    reading.out.settings.push_back(std::move(setting));
}

// Dumps say SELECT pg_catalog.set_config('search_path', '', false).
void read_set_config(Reading& reading, Node select) {
    for (const Node target : select["targetList"]) {
        const Node call = target.as("ResTarget")["val"].as("FuncCall");
        if (!call || name_of(parts_of(call["funcname"])).name != "set_config" || call["args"].size() != 3)
            continue;
        std::vector<Node> arguments;
        for (const Node argument : call["args"]) arguments.push_back(argument);
        if (!arguments[0].as("A_Const") || !arguments[1].as("A_Const")) continue;
        reading.out.settings.push_back({constant_text(arguments[0]),
                                        {constant_text(arguments[1])},
                                        constant_text(arguments[2]) == "true",
                                        false});
    }
}

void read_settings(Reading& reading, Node wrapped) {
    const Node top = wrapped.as("VariableSetStmt");
    if (top) add_setting(reading, top, false);
    if (const Node of_role = wrapped.as("AlterRoleSetStmt")) add_setting(reading, of_role["setstmt"], true);
    if (const Node select = wrapped.as("SelectStmt")) read_set_config(reading, select);
    if (top) return;
    wrapped.each("VariableSetStmt", [&](Node statement) { add_setting(reading, statement, true); });
}

// Transactions ------------------------------------------------------------------------------------------

bool asks_for_concurrently(Node statement) {
    if (statement["concurrent"].boolean()) return true;
    for (const Node each : statement["params"])
        if (each.as("DefElem")["defname"].text() == "concurrently") return true;
    for (const Node each : statement["cmds"])
        if (each.as("AlterTableCmd")["def"].as("PartitionCmd")["concurrent"].boolean()) return true;
    return false;
}

bool never_in_transaction(Node wrapped) {
    const string_view tag = wrapped.tag();
    const Node statement = wrapped.inner();
    if (is_one_of(tag, {"CreatedbStmt", "DropdbStmt", "AlterSystemStmt", "CreateTableSpaceStmt",
                        "DropTableSpaceStmt", "CreateSubscriptionStmt", "DropSubscriptionStmt"}))
        return true;
    if (tag == "VacuumStmt") return statement["is_vacuumcmd"].boolean();
    if (tag == "ClusterStmt") return !statement["relation"];
    if (tag == "DiscardStmt") return statement["target"].text() == "DISCARD_ALL";
    if (tag == "ReindexStmt")
        return is_one_of(statement["kind"].text(),
                         {"REINDEX_OBJECT_SCHEMA", "REINDEX_OBJECT_SYSTEM", "REINDEX_OBJECT_DATABASE"});
    return is_one_of(statement["kind"].text(),
                     {"TRANS_STMT_COMMIT_PREPARED", "TRANS_STMT_ROLLBACK_PREPARED"});
}

void read_transaction_need(Reading& reading, Node wrapped) {
    Statement& out = reading.out;
    const bool never = never_in_transaction(wrapped);
    const bool concurrently = wrapped.tag() != "RefreshMatViewStmt" && asks_for_concurrently(wrapped.inner());
    out.needs_no_transaction = out.needs_no_transaction || never || concurrently;
    if (concurrently && !never) out.in_transaction = without_concurrently(reading.text, reading.tokens);
}

// What was not parsed -----------------------------------------------------------------------------------

void read_unparsed(Statement& out, string_view text) {
    Lexer lexer{text};
    Token first = lexer.next();
    while (first.kind == TokenKind::comment) first = lexer.next();
    const string_view word = first.in(text);
    for (const string_view data : {"insert", "update", "delete", "merge", "truncate"})
        if (is_word(word, data)) out.is_data = true;
    for (const string_view query : {"select", "values", "table", "explain", "show"})
        if (is_word(word, query)) out.is_query = true;
    const bool holds_code = is_word(word, "create") || is_word(word, "do");
    out.refusal = holds_code && text.size() <= limits::statement_bytes ? refusal_of_text(text)
                                                                       : refusal_of_unparsed(text);
}

}  // namespace

string Name::text() const {
    return schema.empty() ? name : schema + "." + name;
}

Statement read_statement(const Parser& parser, string_view text) {
    Statement out;
    const auto tree = Tree::parse(parser, text);
    if (!tree) {
        out.error = tree.error();
        read_unparsed(out, text);
        return out;
    }
    Reading reading{text, *tree, out, tokens_of(text)};
    for (const Node raw : tree->root()["stmts"]) {
        const Node wrapped = raw["stmt"];
        if (out.statements++ == 0) out.tag = wrapped.tag();
        read_transaction(reading, wrapped);
        classify(reading, wrapped);
        read_objects(reading, wrapped);
        read_tables(reading, wrapped);
        read_types(reading, wrapped);
        read_functions(reading, wrapped);
        read_settings(reading, wrapped);
        read_transaction_need(reading, wrapped);
        judge(reading, wrapped);
        read_roles(reading, wrapped);
    }
    return out;
}

}  // namespace assay::sql
