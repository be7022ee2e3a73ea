#include "domain/migration/model/effects.h"

#include <algorithm>

#include "domain/migration/model/types.h"
#include "sql/names.h"

namespace assay::migration {

using sql::Node;

namespace {

constexpr std::string_view volatile_functions[]{"random", "gen_random_uuid", "uuid_generate_v1", "uuid_generate_v4", "uuidv4", "uuidv7",
    "clock_timestamp", "timeofday", "nextval", "gen_random_bytes", "random_normal", "nanoid", "gen_salt", "crypt", "txid_current"};

// A call that gives each row a value of its own. Functions of the server that are not listed are stable or immutable.
DefaultKind kind_of_expression(Node expression, const Schema& before) {
    DefaultKind kind = DefaultKind::constant;
    expression.each("FuncCall", [&](Node call) {
        const auto name = dotted(call["funcname"]);
        const auto bare = sql::last_part(name);
        if (std::find(std::begin(volatile_functions), std::end(volatile_functions), bare) != std::end(volatile_functions)) kind = DefaultKind::rewrites;
        const auto own = before.functions.find(name);
        if (own != before.functions.end() && own->second == 'v') kind = DefaultKind::rewrites;
        if (own != before.functions.end() && own->second == '?' && kind == DefaultKind::constant) kind = DefaultKind::unknown;
        if (own == before.functions.end() && name != bare && name.rfind("pg_catalog.", 0) != 0 && kind == DefaultKind::constant) kind = DefaultKind::unknown;
    });
    return kind;
}

void lock(Change& change, std::string relation, Mode mode) {
    if (!relation.empty()) change.locks.push_back({std::move(relation), mode});
}

std::string table_of_index(const Change& change, const Schema& before) {
    const auto found = before.indexes.find(change.object);
    return found == before.indexes.end() ? std::string{} : found->second.table;
}

// Tables whose foreign keys refer to this one; with `all` also those that refer to them, and so on.
void lock_referrers(Change& change, const Schema& before, const std::string& referred, bool all) {
    const auto is_locked = [&](const std::string& name) {
        return std::any_of(change.locks.begin(), change.locks.end(), [&](const Lock& each) { return each.relation == name; });
    };
    for (const auto& [name, table] : before.tables) {
        const bool refers = std::any_of(table.constraints.begin(), table.constraints.end(), [&](const auto& each) { return each.second.other == referred; });
        if (!refers || is_locked(name)) continue;
        lock(change, name, Mode::access_exclusive);
        if (all) lock_referrers(change, before, name, all);
    }
}

bool is_key(const Change& change, const Schema& before) {
    const auto* table = before.table(change.relation);
    if (!table) return false;
    return std::any_of(table->constraints.begin(), table->constraints.end(), [&](const auto& each) {
        const auto& [name, constraint] = each;
        const bool key = constraint.kind == Kind::add_primary_key || constraint.kind == Kind::add_unique;
        return key && (name == change.object || std::find(constraint.columns.begin(), constraint.columns.end(), change.object) != constraint.columns.end());
    });
}

// What is done to a partitioned table, or to one that others inherit from, is done to each of those.
void lock_partitions(Change& change, const Schema& before) {
    switch (change.kind) {
        case Kind::create_index: if (change.only) return; break;
        case Kind::add_column: case Kind::drop_column: case Kind::alter_type: case Kind::set_not_null: case Kind::drop_not_null: case Kind::set_default:
        case Kind::drop_default: case Kind::add_check: case Kind::add_foreign_key: case Kind::add_unique: case Kind::add_primary_key:
        case Kind::drop_constraint: case Kind::rename_column: case Kind::truncate: case Kind::drop_table: case Kind::lock_table: break;
        default: return;
    }
    if (change.locks.empty()) return;
    const auto mode = change.locks.front().mode;
    for (const auto& [name, table] : before.tables)
        if (table.parent == change.relation) lock(change, name, mode);
}

// Tables with a column of the domain.
void lock_users_of_domain(Change& change, const Schema& before) {
    if (change.not_valid) return;
    for (const auto& [name, table] : before.tables)
        if (std::any_of(table.columns.begin(), table.columns.end(), [&](const auto& each) { return each.second.type == change.object; })) {
            lock(change, name, Mode::share);
            change.scans = true;
        }
}

void of_new_column(Change& change, const Schema& before) {
    lock(change, change.relation, Mode::access_exclusive);
    change.default_kind = default_of(change.node, before, change.why);
    change.rewrites = change.default_kind == DefaultKind::rewrites;
    bool has_default = change.rewrites;  // NULL is one too
    for (const Node each : change.node["constraints"]) has_default |= each.as("Constraint")["contype"].text() == "CONSTR_DEFAULT";
    for (const Node each : change.node["constraints"]) {
        const Node constraint = each.as("Constraint");
        const auto type = constraint["contype"].text();
        if (type == "CONSTR_CHECK" || type == "CONSTR_UNIQUE" || type == "CONSTR_PRIMARY") change.scans = true;
        if (type != "CONSTR_FOREIGN") continue;
        lock(change, change.other, Mode::share_row_exclusive);
        change.scans |= has_default;
    }
    change.scans |= change.rewrites;
}

void of_type(Change& change) {
    lock(change, change.relation, Mode::access_exclusive);
    const Node definition = change.node["def"].as("ColumnDef");
    // USING column::type of the column itself is what the server does without it.
    Node expression = definition["raw_default"];
    if (const Node cast = expression.as("TypeCast"); cast && type_text(cast["typeName"]) == change.new_type) expression = cast["arg"];
    const bool plain = !expression || dotted(expression.as("ColumnRef")["fields"]) == change.object;
    const auto asked = plain ? type_change(change.old_type, change.new_type) : TypeChange::rewrites;
    change.rewrites = asked == TypeChange::rewrites || asked == TypeChange::unknown;
    change.scans = change.rewrites || definition["collClause"].exists() || !change.rechecked.empty();
    change.why = asked == TypeChange::unknown ? "unless the old type is stored in the same way" : asked == TypeChange::by_zone ? "free in a session whose time zone is UTC" : "the values are stored in another way";
    if (asked == TypeChange::by_zone) change.rewrites = change.scans = true;
}

void of_constraint(Change& change, const Schema& before) {
    const bool validates = !change.not_valid;
    switch (change.kind) {
        case Kind::add_foreign_key:
            lock(change, change.relation, Mode::share_row_exclusive);
            lock(change, change.other, Mode::share_row_exclusive);
            change.scans = validates;
            break;
        case Kind::validate_constraint:
            lock(change, change.relation, Mode::share_update_exclusive);
            if (const auto* constraint = before.constraint(change.relation, change.object); constraint && !constraint->other.empty())
                lock(change, constraint->other, Mode::row_share);
            change.scans = !change.already;
            break;
        case Kind::drop_constraint:
            lock(change, change.relation, Mode::access_exclusive);
            if (const auto* constraint = before.constraint(change.relation, change.object); constraint && !constraint->other.empty())
                lock(change, constraint->other, Mode::access_exclusive);
            if (change.cascade && is_key(change, before)) lock_referrers(change, before, change.relation, false);
            break;
        default:
            lock(change, change.relation, Mode::access_exclusive);
            change.scans = !change.with_index && validates;
    }
}

void of_partition(Change& change, int version) {
    switch (change.kind) {
        case Kind::create_partition_of: lock(change, change.other, Mode::access_exclusive); break;
        case Kind::attach_partition:
            lock(change, change.relation, version >= 12 ? Mode::share_update_exclusive : Mode::access_exclusive);
            lock(change, change.other, Mode::access_exclusive);
            change.scans = !change.implied || !change.rechecked.empty();
            break;
        default: {
            const bool gentle = change.concurrently || change.kind == Kind::finalize_detach;
            lock(change, change.relation, gentle ? Mode::share_update_exclusive : Mode::access_exclusive);
            lock(change, change.other, version < 14 && !gentle ? Mode::share_update_exclusive : Mode::access_exclusive);
        }
    }
}

// The settings that concern vacuum, statistics and filling alone.
Mode mode_of_parameters(Node command) {
    for (const Node each : command["def"].as("List")["items"]) {
        const auto name = each.as("DefElem")["defname"].text();
        if (name != "fillfactor" && name != "toast_tuple_target" && name != "parallel_workers" && name.find("autovacuum") == name.npos && name.find("vacuum_") == name.npos)
            return Mode::access_exclusive;
    }
    return Mode::share_update_exclusive;
}

void of_column_setting(Change& change) {
    const auto type = change.node["subtype"].text();
    const bool alone = type == "AT_SetStatistics" || change.relation.empty();
    lock(change, change.relation, alone ? Mode::share_update_exclusive : Mode::access_exclusive);
}

void of_index(Change& change, const Schema& before) {
    if (change.kind == Kind::create_index) {
        lock(change, change.relation, change.concurrently ? Mode::share_update_exclusive : Mode::share);
        change.scans = !change.only && !change.already;
        return;
    }
    const auto table = change.relation.empty() ? table_of_index(change, before) : change.relation;
    if (change.kind == Kind::drop_index) {
        lock(change, table, change.concurrently ? Mode::share_update_exclusive : Mode::access_exclusive);
        if (table.empty()) lock(change, change.object, change.concurrently ? Mode::share_update_exclusive : Mode::access_exclusive);
    } else {  // REINDEX
        lock(change, table, change.concurrently ? Mode::share_update_exclusive : Mode::share);
        if (!change.object.empty()) lock(change, change.object, change.concurrently ? Mode::share_update_exclusive : Mode::access_exclusive);
        change.scans = true;
    }
}

}  // namespace

DefaultKind default_of(Node definition, const Schema& before, std::string_view& why) {
    const auto type = type_text(definition["typeName"]);
    if (!integer_of_serial(type).empty()) {
        why = "each row takes a number of its own";
        return DefaultKind::rewrites;
    }
    DefaultKind kind = DefaultKind::none;
    for (const Node each : definition["constraints"]) {
        const Node constraint = each.as("Constraint");
        const auto what = constraint["contype"].text();
        if (what == "CONSTR_IDENTITY") kind = DefaultKind::rewrites, why = "each row takes a number of its own";
        if (what == "CONSTR_GENERATED") kind = DefaultKind::rewrites, why = "the stored expression is worked out for each row";
        if (what != "CONSTR_DEFAULT") continue;
        kind = constraint["raw_expr"].as("A_Const")["isnull"].boolean() ? DefaultKind::none : kind_of_expression(constraint["raw_expr"], before);
        if (kind == DefaultKind::rewrites) why = "the default is volatile: each row gets a value of its own";
    }
    if (const auto domain = before.domains.find(type); domain != before.domains.end() && domain->second && kind != DefaultKind::rewrites) {
        why = "the type is a domain with constraints, which are checked for each row";
        return DefaultKind::rewrites;
    }
    return kind;
}

namespace {

void own_effects(Change& change, const Schema& before, int version) {
    const auto table = [&](Mode mode) { lock(change, change.relation, mode); };
    switch (change.kind) {
        case Kind::add_column: return of_new_column(change, before);
        case Kind::alter_type:
            of_type(change);
            if (is_key(change, before)) lock_referrers(change, before, change.relation, false);
            return;
        case Kind::add_check: case Kind::add_foreign_key: case Kind::add_unique: case Kind::add_primary_key: case Kind::add_exclusion:
        case Kind::validate_constraint: case Kind::drop_constraint: return of_constraint(change, before);
        case Kind::create_partition_of: case Kind::attach_partition: case Kind::detach_partition: case Kind::finalize_detach: return of_partition(change, version);
        case Kind::create_index: case Kind::drop_index: case Kind::reindex: return of_index(change, before);
        case Kind::create_table: return lock(change, change.other, Mode::share_update_exclusive);  // INHERITS
        case Kind::drop_table: {
            table(Mode::access_exclusive);
            if (const auto* dropped = before.table(change.relation))
                for (const auto& [name, constraint] : dropped->constraints)
                    if (constraint.other != change.relation) lock(change, constraint.other, Mode::access_exclusive);
            if (change.cascade) lock_referrers(change, before, change.relation, false);
            return;
        }
        case Kind::reference_on_create: return lock(change, change.other, Mode::share_row_exclusive);
        case Kind::set_not_null: table(Mode::access_exclusive); change.scans = !change.implied && !change.already; return;
        case Kind::set_expression: case Kind::set_logged: case Kind::set_tablespace: case Kind::set_access_method: case Kind::cluster: case Kind::vacuum_full:
            table(Mode::access_exclusive);
            change.rewrites = change.scans = true;
            return;
        case Kind::truncate:
            table(Mode::access_exclusive);
            change.rewrites = true;
            if (change.cascade) lock_referrers(change, before, change.relation, true);
            return;
        case Kind::domain_add_constraint: case Kind::domain_validate: return lock_users_of_domain(change, before);
        case Kind::refresh:
            table(change.concurrently ? Mode::exclusive : Mode::access_exclusive);
            change.scans = true;
            change.rewrites = !change.concurrently;
            return;
        case Kind::set_parameters: return table(mode_of_parameters(change.node));
        case Kind::column_setting: return of_column_setting(change);
        case Kind::cluster_on: case Kind::vacuum: case Kind::analyze: return table(Mode::share_update_exclusive);
        case Kind::create_trigger: case Kind::switch_trigger: return table(Mode::share_row_exclusive);
        case Kind::inherit:
            table(Mode::access_exclusive);
            if (change.node["subtype"].text() == "AT_AddInherit") lock(change, change.other, Mode::share_update_exclusive);
            return;
        case Kind::lock_table: {
            const auto number = change.node["mode"].integer();
            return table(number >= 1 && number <= 8 ? static_cast<Mode>(number) : Mode::access_exclusive);
        }
        case Kind::insert: case Kind::update: case Kind::remove: case Kind::copy_from: return table(Mode::row_exclusive);
        case Kind::add_identity: case Kind::alter_identity: case Kind::drop_not_null: case Kind::set_default: case Kind::drop_default:
        case Kind::drop_expression: case Kind::drop_column: case Kind::alter_constraint: case Kind::rename_table: case Kind::rename_column:
        case Kind::rename_constraint: case Kind::rename_trigger: case Kind::set_schema: case Kind::drop_view:
        case Kind::drop_materialized_view: case Kind::drop_trigger: case Kind::drop_policy: case Kind::replica_identity: case Kind::owner:
        case Kind::row_security: case Kind::create_policy: case Kind::create_rule: return table(Mode::access_exclusive);
        case Kind::create_view:
            if (change.lenient && change.known) table(Mode::access_exclusive);
            return;
        default: return;
    }
}

}  // namespace

void meet_table(Change& change, const Table& table, int version) {
    change.partitioned |= table.partitioned;
    const auto column = table.columns.find(change.object);
    if (column != table.columns.end()) change.old_type = column->second.type;
    if (change.kind == Kind::set_not_null) {
        change.already = column != table.columns.end() && column->second.not_null;
        for (const auto& [name, constraint] : table.constraints)
            if (constraint.kind == Kind::add_check && constraint.validated && version >= 12 &&
                std::find(constraint.columns.begin(), constraint.columns.end(), change.object) != constraint.columns.end())
                change.implied = true;
    }
    if (change.kind == Kind::alter_type)
        for (const auto& [name, constraint] : table.constraints)
            if (std::find(constraint.mentions.begin(), constraint.mentions.end(), change.object) != constraint.mentions.end()) change.rechecked = name;
    if (change.kind == Kind::add_column) change.already = change.lenient && column != table.columns.end();
}

void add_effects(Change& change, const Schema& before, int version) {
    own_effects(change, before, version);
    lock_partitions(change, before);
}

}  // namespace assay::migration
