// Change: one thing that a statement does to one relation, with what it locks, reads and writes anew.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sql/tree.h"

namespace assay::migration {

// In the order of strength; PostgreSQL manual 13.3.1.
enum class Mode : unsigned char {
    none,
    access_share,
    row_share,
    row_exclusive,
    share_update_exclusive,
    share,
    share_row_exclusive,
    exclusive,
    access_exclusive,
};
std::string_view name(Mode);          // "ACCESS EXCLUSIVE"
std::string_view catalogue_name(Mode);  // as pg_locks names it: "AccessExclusiveLock"
bool conflict(Mode held, Mode wanted);
// What waits for a table that is locked so: "reads and writes", "writes", "other DDL".
std::string_view blocked_by(Mode);

enum class Kind : unsigned char {
    create_table, create_table_as, create_partition_of, reference_on_create,
    add_column, drop_column, alter_type, set_not_null, drop_not_null, set_default, drop_default,
    add_identity, alter_identity, set_expression, drop_expression, column_setting,
    add_check, add_foreign_key, add_unique, add_primary_key, add_exclusion,
    drop_constraint, validate_constraint, alter_constraint,
    create_index, drop_index, reindex, attach_index,
    rename_table, rename_column, rename_index, rename_constraint, rename_schema, rename_trigger, rename_type, rename_enum_value, set_schema,
    drop_table, drop_view, drop_materialized_view, drop_schema, drop_type, drop_sequence, drop_trigger, drop_policy, drop_other,
    truncate,
    attach_partition, detach_partition, finalize_detach, inherit,
    set_logged, set_tablespace, set_access_method, set_parameters, replica_identity, owner, row_security,
    cluster, cluster_on, vacuum, vacuum_full, analyze, refresh, lock_table,
    create_trigger, switch_trigger, create_policy, create_rule, create_view,
    create_enum, add_enum_value, create_domain, domain_add_constraint, domain_validate, domain_other,
    create_function, insert, update, remove, copy_from,
    query,            // no kind of the others: a plan keeps it as it is written
    alters_no_table,  // CREATE DATABASE and others that only run outside a transaction
};

struct Lock {
    std::string relation;
    Mode mode = Mode::none;
};

// What a default asks of the rows that are there.
enum class DefaultKind : unsigned char { none, constant, rewrites, unknown };

struct Change {
    Kind kind;
    std::string relation;                   // "orders", "audit.events": "public." is left out
    std::string object = {};                // the column, constraint, index, trigger or value that it is about
    std::string other = {};                 // the referenced table, the partition, the new name
    std::vector<std::string> columns = {};  // of a constraint or index
    std::size_t offset = 0;                 // in the statement
    sql::Node node = {};                    // the subcommand, definition or constraint

    bool concurrently = false;
    bool lenient = false;      // IF EXISTS, IF NOT EXISTS, OR REPLACE
    bool cascade = false;
    bool not_valid = false;
    bool with_index = false;   // UNIQUE USING INDEX
    bool only = false;         // ON ONLY: a partitioned table without its partitions
    bool in_block = false;     // inside a DO block: it may run or not

    // What earlier statements say of it.
    bool fresh = false;         // the relation was made in this deploy, or is temporary: nobody waits for it
    bool other_fresh = true;    // so was the other one, or there is none
    bool known = false;         // these files made the relation
    bool partitioned = false;
    std::string default_partition = {};  // of the partitioned table
    bool already = false;       // it is so already: a NOT NULL column, a dropped one
    bool implied = false;       // by a validated CHECK
    bool same_transaction = false;  // what it is about was made earlier in this transaction
    int made_on_line = 0;           // where that was
    std::string old_type = {}, new_type = {};
    std::vector<std::string> refers_to = {};  // tables that foreign keys of the relation refer to
    std::string rechecked = {};     // a CHECK that reads the column whose type changes
    DefaultKind default_kind = DefaultKind::none;

    // What it does on the target version.
    std::vector<Lock> locks = {};
    bool rewrites = false;      // writes the table anew
    bool scans = false;         // reads every row, or builds an index
    std::string_view why = {};  // it rewrites, in words

    // The strongest lock on a relation that others may be using; none when nobody waits.
    Mode strongest() const;
    // Nobody waits for this lock: the deploy made what it is on.
    bool is_fresh(const Lock& lock) const { return lock.relation == other && !other.empty() ? other_fresh : fresh; }
    // It is refused in a transaction.
    bool runs_alone() const { return (concurrently && kind != Kind::refresh) || kind == Kind::vacuum || kind == Kind::vacuum_full || kind == Kind::alters_no_table; }
    // It takes as long as the table is large.
    bool is_slow() const { return rewrites || scans; }
};

// The changes that a statement of one of PostgreSQL's parse trees, {tag: {…}}, makes. State and effects are left open.
std::vector<Change> changes_in(sql::Node wrapped);

// "audit.events"; the schema public is left out.
std::string relation_text(sql::Node range_var);
std::string dotted(sql::Node list_of_names);

}  // namespace assay::migration
