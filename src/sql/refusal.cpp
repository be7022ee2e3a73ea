#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "sql/facts.h"

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

// The lab's role has no right to any of these; they are refused so that it need not be relied upon alone,
// and so that the user reads why instead of "permission denied".
constexpr std::array<string_view, 21> dangerous_functions{"lo_import",
                                                          "lo_export",
                                                          "lo_put",
                                                          "pg_stat_file",
                                                          "pg_logdir_ls",
                                                          "pg_rotate_logfile",
                                                          "pg_rotate_logfile_old",
                                                          "pg_reload_conf",
                                                          "pg_terminate_backend",
                                                          "pg_cancel_backend",
                                                          "pg_promote",
                                                          "pg_switch_wal",
                                                          "pg_create_restore_point",
                                                          "pg_backup_start",
                                                          "pg_backup_stop",
                                                          "pg_start_backup",
                                                          "pg_stop_backup",
                                                          "pg_current_logfile",
                                                          "pg_import_system_collations",
                                                          "pg_export_snapshot",
                                                          "pg_config"};
constexpr std::array<string_view, 11> dangerous_prefixes{"dblink",
                                                         "pg_read_",
                                                         "pg_ls_",
                                                         "pg_file_",
                                                         "pg_write_",
                                                         "pg_execute_",
                                                         "pg_logical_slot_",
                                                         "pg_replication_",
                                                         "pg_create_physical_",
                                                         "pg_create_logical_",
                                                         "pg_drop_replication"};

bool is_dangerous_function(string_view name) {
    if (std::find(dangerous_functions.begin(), dangerous_functions.end(), name) != dangerous_functions.end())
        return true;
    return std::any_of(dangerous_prefixes.begin(), dangerous_prefixes.end(),
                       [&](string_view prefix) { return name.starts_with(prefix); });
}

string dangerous_call(string_view name) {
    return string{name} + "() reaches outside the database (files, programs, the network or the server)";
}

// Languages that a database's owner may use; all others can do what the server's user can.
bool is_trusted_language(string_view name) {
    for (const string_view trusted :
         {"sql", "plpgsql", "plperl", "pltcl", "plv8", "plls", "plcoffee", "pllua"})
        if (name == trusted) return true;
    return false;
}

string untrusted_language(string_view name) {
    return "LANGUAGE " + string{name} + " runs code with the rights of the server's own user";
}

// Where the words are not parsed, or name an extension, only known ones count.
bool looks_untrusted(string_view language) {
    return language == "c" || language == "internal" || language == "plsh" || language == "plr" ||
           (language.starts_with("pl") && language.ends_with("u"));
}

struct Judgement {
    string_view tag;
    string_view reason;
};

constexpr std::array<Judgement, 2> refused_statements{{
    {"AlterSystemStmt", "ALTER SYSTEM changes the settings of the server"},
    {"LoadStmt", "LOAD loads a library into the server"},
}};

constexpr std::array<Judgement, 22> set_aside_statements{{
    {"CreatedbStmt", "CREATE DATABASE: the database is already there"},
    {"DropdbStmt", "DROP DATABASE"},
    {"AlterDatabaseStmt", "ALTER DATABASE"},
    {"AlterDatabaseSetStmt", "ALTER DATABASE … SET"},
    {"AlterDatabaseRefreshCollStmt", "ALTER DATABASE"},
    {"CreateTableSpaceStmt", "tablespaces are folders of the server"},
    {"DropTableSpaceStmt", "tablespaces are folders of the server"},
    {"AlterTableSpaceOptionsStmt", "tablespaces are folders of the server"},
    {"CreateFdwStmt", "foreign data reaches other systems"},
    {"AlterFdwStmt", "foreign data reaches other systems"},
    {"CreateForeignServerStmt", "foreign data reaches other systems"},
    {"AlterForeignServerStmt", "foreign data reaches other systems"},
    {"CreateForeignTableStmt", "foreign data reaches other systems"},
    {"ImportForeignSchemaStmt", "foreign data reaches other systems"},
    {"CreateUserMappingStmt", "foreign data reaches other systems"},
    {"AlterUserMappingStmt", "foreign data reaches other systems"},
    {"DropUserMappingStmt", "foreign data reaches other systems"},
    {"CreateSubscriptionStmt", "subscriptions reach other systems"},
    {"AlterSubscriptionStmt", "subscriptions reach other systems"},
    {"DropSubscriptionStmt", "subscriptions reach other systems"},
    {"CreateEventTrigStmt", "event triggers need a superuser"},
    {"CheckPointStmt", "CHECKPOINT concerns the whole server"},
}};

// Statements of a general kind that name something beyond one database.
string_view beyond_the_database(string_view object_type) {
    constexpr std::array<Judgement, 8> types{{
        {"OBJECT_DATABASE", "it names a database, which has another name here"},
        {"OBJECT_TABLESPACE", "tablespaces are folders of the server"},
        {"OBJECT_FDW", "foreign data reaches other systems"},
        {"OBJECT_FOREIGN_SERVER", "foreign data reaches other systems"},
        {"OBJECT_USER_MAPPING", "foreign data reaches other systems"},
        {"OBJECT_SUBSCRIPTION", "subscriptions reach other systems"},
        {"OBJECT_EVENT_TRIGGER", "event triggers need a superuser"},
        {"OBJECT_PARAMETER_ACL", "it concerns the settings of the server"},
    }};
    for (const auto& [type, reason] : types)
        if (type == object_type) return reason;
    return {};
}

string_view object_type_of(Node statement) {
    for (const string_view field : {"objtype", "objectType", "removeType", "renameType"})
        if (const Node type = statement[field]) return type.text();
    return {};
}

string judge_copy(Node copy) {
    if (copy["is_program"].boolean()) return "COPY … PROGRAM runs a program on the server";
    if (copy["filename"])
        return copy["is_from"].boolean() ? "COPY … FROM a file reads files of the server"
                                         : "COPY … TO a file writes files of the server";
    return {};
}

// CREATE FUNCTION and DO: the language, and every text that they hold.
string judge_body(Node options) {
    for (const Node each : options) {
        const Node option = each.as("DefElem");
        const string_view name = option["defname"].text();
        if (name == "language") {
            const string language = identifier_name(option["arg"].string());
            if (!is_trusted_language(language)) return untrusted_language(language);
        } else if (name == "as") {
            for (const string& body : parts_of(option["arg"]))
                if (string reason = refusal_of_text(body); !reason.empty()) return reason;
        }
    }
    return {};
}

void refuse(Reading& reading, string reason) {
    if (reading.out.refusal.empty()) reading.out.refusal = std::move(reason);
}

void set_aside(Reading& reading, string_view reason) {
    if (reading.out.set_aside.empty()) reading.out.set_aside = reason;
}

void judge_setting(Reading& reading, Node statement) {
    const string_view name = statement["name"].text();
    if (name == "session_authorization" || name == "session_replication_role" || name.starts_with("log_"))
        set_aside(reading, "the setting needs a superuser");
}

// Reads a text's tokens one by one and remembers just enough of those before.
class TextJudge {
public:
    explicit TextJudge(string_view text) : text_{text}, lexer_{text} {}

    // Adds the strings that it holds to `inner`: a body may hold statements as text.
    string judge(std::vector<string_view>* inner) {
        for (Token token = lexer_.next(); token.kind != TokenKind::end; token = lexer_.next()) {
            if (token.kind == TokenKind::comment) continue;
            const bool is_string = token.kind == TokenKind::string ||
                                   token.kind == TokenKind::escape_string ||
                                   token.kind == TokenKind::dollar_string;
            if (is_string && inner) inner->push_back(string_body(token.in(text_)));
            if (string reason = take(token, is_string); !reason.empty()) return reason;
        }
        return {};
    }

private:
    string take(const Token& token, bool is_string) {
        const string before = std::exchange(previous_, {});
        if (token.kind == TokenKind::word || token.kind == TokenKind::identifier)
            previous_ = identifier_name(token.in(text_));
        else if (is_string)
            previous_ = "'";
        else
            previous_ = token.in(text_);
        if (previous_ == "(" && is_dangerous_function(before)) return dangerous_call(before);
        if (before == "language" &&
            (is_string || token.kind == TokenKind::word || token.kind == TokenKind::identifier)) {
            const string language = is_string ? identifier_name(string_body(token.in(text_))) : previous_;
            if (looks_untrusted(language)) return untrusted_language(language);
        }
        return statement_start(before, is_string);
    }

    string statement_start(const string& before, bool is_string) {
        const bool starts = before.empty() || before == ";" || before == "begin" || before == "then" ||
                            before == "else" || before == "loop" || before == "'" || before == "execute";
        if (starts) copying_ = previous_ == "copy";
        if (previous_ == ";") copying_ = false;
        if (copying_ && is_string && before == "program")
            return "COPY … PROGRAM runs a program on the server";
        if (copying_ && is_string && (before == "from" || before == "to"))
            return "COPY with a file's name reads or writes files of the server";
        if (before == "alter" && previous_ == "system")
            return "ALTER SYSTEM changes the settings of the server";
        if (before == "load" && is_string) return "LOAD loads a library into the server";
        return {};
    }

    string_view text_;
    Lexer lexer_;
    string previous_ = {};
    bool copying_ = false;
};

}  // namespace

string refusal_of_text(string_view text) {
    constexpr int deepest = 6;  // strings within strings; each level reads a part of the one above
    std::vector<string_view> level{text};
    for (int depth = 0; depth < deepest && !level.empty(); ++depth) {
        std::vector<string_view> inner;
        for (const string_view each : level)
            if (string reason = TextJudge{each}.judge(&inner); !reason.empty()) return reason;
        level = std::move(inner);
    }
    return {};
}

string refusal_of_unparsed(string_view text) {
    return TextJudge{text}.judge(nullptr);
}

void judge(Reading& reading, Node wrapped) {
    const string_view tag = wrapped.tag();
    const Node statement = wrapped.inner();
    for (const auto& [known, reason] : refused_statements)
        if (tag == known) refuse(reading, string{reason});
    for (const auto& [known, reason] : set_aside_statements)
        if (tag == known) set_aside(reading, reason);
    if (const string_view reason = beyond_the_database(object_type_of(statement)); !reason.empty())
        set_aside(reading, reason);
    if (tag == "CommentStmt" &&
        (object_type_of(statement) == "OBJECT_EXTENSION" || object_type_of(statement) == "OBJECT_ROLE"))
        set_aside(reading, "a comment on what belongs to the server's superuser");
    if (tag == "VariableSetStmt") judge_setting(reading, statement);
    if (tag == "CreatePLangStmt" && !is_trusted_language(statement["plname"].text()))
        refuse(reading, untrusted_language(statement["plname"].text()));
    // CREATE LANGUAGE without a handler is CREATE EXTENSION to the grammar.
    if (tag == "CreateExtensionStmt" && looks_untrusted(statement["extname"].text()))
        refuse(reading, untrusted_language(statement["extname"].text()));
    if (tag == "DoStmt") refuse(reading, judge_body(statement["args"]));
    wrapped.each("CopyStmt", [&](Node copy) { refuse(reading, judge_copy(copy)); });
    wrapped.each("CreateFunctionStmt", [&](Node made) { refuse(reading, judge_body(made["options"])); });
    wrapped.each("FuncCall", [&](Node call) {
        const string name = name_of(parts_of(call["funcname"])).name;
        if (is_dangerous_function(name)) refuse(reading, dangerous_call(name));
    });
}

}  // namespace assay::sql
