// Statement: the facts of one SQL statement, read from PostgreSQL's own parse tree.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/parser.h"

namespace assay::sql {

enum class Action : unsigned char { create, alter, rename, drop };

enum class ObjectKind : unsigned char {
    table,
    foreign_table,
    view,
    materialized_view,
    index,
    sequence,
    column,
    constraint,
    trigger,
    policy,
    rule,
    function,
    procedure,
    aggregate,
    type,
    domain,
    schema,
    extension,
    publication,
    event_trigger,
    statistics,
    other,
};
std::string_view name(ObjectKind);

// A name as the statement has it, folded as PostgreSQL folds it; the schema is empty when none is written.
struct Name {
    std::string schema = {};
    std::string name = {};

    bool operator==(const Name&) const = default;
    // "schema.name" or "name", without quotes.
    std::string text() const;
};

// What the statement creates, changes or drops. Offsets are bytes from the start of the statement.
struct Object {
    Action action = Action::create;
    ObjectKind kind = ObjectKind::other;
    Name name = {};                         // empty name: the server chooses it (constraint, index)
    Name table = {};                        // of a column, constraint, index, trigger, policy or rule
    std::vector<std::string> columns = {};  // of a constraint or index; expressions are left out
    std::string new_name = {};              // rename: the new name; SET SCHEMA: "schema."
    // column, constraint: of its definition or of the ALTER subcommand; else of the name, as far as known
    std::size_t offset = 0;
    std::string detail = {};  // PostgreSQL's tag: "AT_SetNotNull", "CONSTR_FOREIGN", …
    bool if_exists = false;   // IF EXISTS, IF NOT EXISTS, OR REPLACE
    bool cascade = false;
};

enum class RoleAction : unsigned char { create, alter, drop, mention };

// A role. Flags are set where the statement says so; CREATE USER means login.
struct Role {
    RoleAction action = RoleAction::mention;
    std::string name;
    std::size_t offset = 0;
    std::optional<bool> login = {}, inherit = {}, bypass_rls = {}, superuser = {}, create_role = {},
                        create_database = {}, replication = {};
    bool if_exists = false;
    std::string password_shape = {};  // name (the role's own), text, md5 or scram; never the password
};

struct Mention {
    Name name;
    std::size_t offset = 0;
};

struct Setting {
    std::string name;                 // "search_path"; "*" for RESET ALL
    std::vector<std::string> values;  // as text; empty: to the default
    bool local = false;
    bool of_function = false;  // CREATE FUNCTION … SET, ALTER ROLE … SET: not of this session
};

enum class Transaction : unsigned char {
    none,
    begin,
    commit,
    rollback,
    savepoint,
    release,
    rollback_to,
    prepare,
    commit_prepared,
    rollback_prepared,
};

struct SyntaxError {
    std::string message;
    std::size_t offset = 0;  // in bytes from the start of the statement
};

struct Statement {
    std::string tag;     // PostgreSQL's node: "CreateStmt", "AlterTableStmt"; "" if not parsed
    int statements = 0;  // in the text: 1, unless pieces were joined
    std::optional<SyntaxError> error = {};  // the grammar is PostgreSQL 15's: a server may still take it
    bool is_data = false;                   // INSERT, UPDATE, DELETE, MERGE, COPY … FROM, TRUNCATE
    bool is_query = false;                  // SELECT, VALUES, TABLE, EXPLAIN, SHOW
    bool copies_from_stdin = false;
    Transaction transaction = Transaction::none;
    std::string savepoint = {};
    // Only runs outside a transaction block; `in_transaction` is the same text with CONCURRENTLY blanked
    // (same length, same positions), when that makes it run inside one.
    bool needs_no_transaction = false;
    std::optional<std::string> in_transaction = {};

    std::vector<Object> objects = {};
    std::vector<Role> roles = {};
    std::vector<Mention> tables = {};     // relations that it reads or writes
    std::vector<Mention> functions = {};  // called by name
    std::vector<Mention> types = {};      // used by name; built-in ones as "pg_catalog.int4"
    std::vector<Setting> settings = {};
    Name extension_schema = {};  // CREATE EXTENSION … SCHEMA

    std::string refusal = {};    // why a lab must not run it; empty when it may
    std::string set_aside = {};  // recorded, but nothing that one database can do: CREATE DATABASE, SERVER …
};

// Never fails: what the grammar does not know has an `error` and what can be told from its tokens.
// Statements over limits::statement_bytes, or nested too deep, are not parsed and have an `error`.
Statement read_statement(const Parser& parser, std::string_view text);

// A text in which what only newer servers know is replaced by what 15 knows, where that keeps the schema.
struct Rewrite {
    std::string text;
    std::vector<std::string> notes;  // what was changed, in words; empty: nothing
};
// VIRTUAL columns become STORED, NOT ENFORCED and WITHOUT OVERLAPS go, settings that 15 lacks are skipped
// (empty text), … Replaced by tokens, never inside quotes; line breaks stay where they are.
Rewrite rewrite_for_15(std::string_view text);

}  // namespace assay::sql
