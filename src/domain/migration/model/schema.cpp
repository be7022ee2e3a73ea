#include "domain/migration/model/schema.h"

#include <algorithm>

#include "domain/migration/model/types.h"
#include "sql/names.h"

namespace assay::migration {

using sql::Node;

namespace {

template <class Map>
void move_key(Map& map, const std::string& from, const std::string& to) {
    if (auto node = map.extract(from)) {
        node.key() = to;
        map.insert(std::move(node));
    }
}

std::string with_name(const std::string& relation, const std::string& name) {
    const auto dot = relation.rfind('.');
    return dot == relation.npos ? name : relation.substr(0, dot + 1) + name;
}

// The name that PostgreSQL chooses for a constraint without one.
std::string default_name(const std::string& table, Kind kind, const std::vector<std::string>& columns) {
    std::string name{sql::last_part(table)};
    if (kind == Kind::add_primary_key) return name + "_pkey";
    for (const auto& column : columns) name += "_" + column;
    return name + (kind == Kind::add_foreign_key ? "_fkey" : kind == Kind::add_unique ? "_key" : kind == Kind::add_exclusion ? "_excl" : "_check");
}

std::optional<Kind> constraint_kind(std::string_view type) {
    if (type == "CONSTR_CHECK") return Kind::add_check;
    if (type == "CONSTR_FOREIGN") return Kind::add_foreign_key;
    if (type == "CONSTR_UNIQUE") return Kind::add_unique;
    if (type == "CONSTR_PRIMARY") return Kind::add_primary_key;
    if (type == "CONSTR_EXCLUSION") return Kind::add_exclusion;
    return {};
}

// The calls of a function in SQL may be replaced by its body, which tells: '?'.
char volatility(Node function) {
    char kind = 'v';
    for (const Node each : function["options"]) {
        const Node option = each.as("DefElem");
        const auto name = option["defname"].text(), word = option["arg"].string();
        if (name == "volatility" && !word.empty()) return word[0];
        if (name == "language" && word == "sql") kind = '?';
    }
    return kind;
}

}  // namespace

std::vector<std::string> never_null(Node condition) {
    std::vector<std::string> columns;
    if (const Node test = condition.as("NullTest"); test["nulltesttype"].text() == "IS_NOT_NULL")
        for (const Node part : test["arg"].as("ColumnRef")["fields"]) columns.assign(1, std::string{part.string()});
    if (const Node joined = condition.as("BoolExpr"); joined["boolop"].text() == "AND_EXPR")
        for (const Node part : joined["args"])
            for (auto& column : never_null(part)) columns.push_back(std::move(column));
    return columns;
}

const Table* Schema::table(std::string_view name) const {
    const auto found = tables.find(name);
    return found == tables.end() ? nullptr : &found->second;
}

const Constraint* Schema::constraint(std::string_view table_name, std::string_view name) const {
    const auto* owner = table(table_name);
    if (!owner) return nullptr;
    const auto found = owner->constraints.find(name);
    return found == owner->constraints.end() ? nullptr : &found->second;
}

void Schema::add_constraint(Table& table, const std::string& table_name, Node constraint, std::string_view of_column, Moment now) {
    const auto kind = constraint_kind(constraint["contype"].text());
    if (!kind) return;
    Constraint made{.kind = *kind, .validated = !constraint["skip_validation"].boolean(), .made = now};
    for (const Node key : constraint[*kind == Kind::add_foreign_key ? "fk_attrs" : "keys"]) made.columns.emplace_back(key.string());
    if (made.columns.empty() && !of_column.empty()) made.columns.emplace_back(of_column);
    if (*kind == Kind::add_check) {
        made.columns = never_null(constraint["raw_expr"]);
        constraint["raw_expr"].each("ColumnRef", [&](Node column) {
            std::string last;
            for (const Node part : column["fields"]) last = part.string();
            made.mentions.push_back(std::move(last));
        });
    }
    if (constraint["pktable"]) made.other = relation_text(constraint["pktable"]);
    if (*kind == Kind::add_primary_key)
        for (const auto& column : made.columns) table.columns[column].not_null = true;
    auto name = std::string{constraint["conname"].text()};
    auto named_by = *kind == Kind::add_check ? std::vector<std::string>{} : made.columns;
    if (!of_column.empty()) named_by = {std::string{of_column}};
    else if (*kind == Kind::add_check && !made.mentions.empty() && std::all_of(made.mentions.begin(), made.mentions.end(), [&](const auto& each) { return each == made.mentions[0]; }))
        named_by = {made.mentions[0]};
    if (name.empty()) name = default_name(table_name, *kind, named_by);
    if (*kind == Kind::add_unique || *kind == Kind::add_primary_key) indexes[with_name(table_name, name)] = {table_name, made.columns};
    table.constraints.insert_or_assign(std::move(name), std::move(made));
}

void Schema::add_column(Table& table, const std::string& name, Node definition, Moment now) {
    Column& column = table.columns[std::string{definition["colname"].text()}];
    column.type = type_text(definition["typeName"]);
    for (const Node each : definition["constraints"]) {
        const Node constraint = each.as("Constraint");
        const auto type = constraint["contype"].text();
        if (type == "CONSTR_NOTNULL" || type == "CONSTR_IDENTITY" || type == "CONSTR_PRIMARY") column.not_null = true;
        add_constraint(table, name, constraint, definition["colname"].text(), now);
    }
    if (const auto stored = integer_of_serial(column.type); !stored.empty()) {
        column.type = stored;
        column.not_null = true;
    }
}

void Schema::make_table(const Change& change, Moment now) {
    if (change.lenient && tables.contains(change.relation)) return;
    Table made{.made = now, .partitioned = change.partitioned};
    made.temporary = change.node["relation"]["relpersistence"].text() == "t" || change.node["into"]["rel"]["relpersistence"].text() == "t";
    made.parent = change.other;
    if (const auto* parent = table(change.other)) made.columns = parent->columns;
    for (const Node element : change.node["tableElts"]) {
        if (const Node column = element.as("ColumnDef")) add_column(made, change.relation, column, now);
        if (const Node constraint = element.as("Constraint")) add_constraint(made, change.relation, constraint, {}, now);
    }
    tables.insert_or_assign(change.relation, std::move(made));
    if (change.node["partbound"]["is_default"].boolean()) note_default(change.other, change.relation);
}

void Schema::note_default(const std::string& parent, const std::string& partition) {
    if (const auto found = tables.find(parent); found != tables.end()) found->second.default_partition = partition;
}

void Schema::drop_relation(const std::string& name) {
    if (const auto* dropped = table(name); dropped && !dropped->parent.empty())
        if (const auto parent = tables.find(dropped->parent); parent != tables.end() && parent->second.default_partition == name) parent->second.default_partition.clear();
    tables.erase(name);
}

void Schema::rename(const Change& change) {
    switch (change.kind) {
        case Kind::rename_table: {
            const auto to = with_name(change.relation, change.other);
            move_key(tables, change.relation, to);
            for (auto& [name, index] : indexes)
                if (index.table == change.relation) index.table = to;
            break;
        }
        case Kind::set_schema: move_key(tables, change.relation, (change.other == "public" ? "" : change.other + ".").append(sql::last_part(change.relation))); break;
        case Kind::rename_column:
            if (auto found = tables.find(change.relation); found != tables.end()) move_key(found->second.columns, change.object, change.other);
            break;
        case Kind::rename_constraint:
            if (auto found = tables.find(change.relation); found != tables.end()) move_key(found->second.constraints, change.object, change.other);
            break;
        case Kind::rename_index: move_key(indexes, change.object, with_name(change.object, change.other)); break;
        case Kind::rename_type: move_key(enums, change.object, with_name(change.object, change.other)); break;
        default: break;
    }
}

void Schema::apply(const Change& change, Moment now) {
    rename(change);
    // What these files did not make is known from here on by what they do to it; it was made before.
    const auto found = tables.find(change.relation);
    Table* table = found == tables.end() ? nullptr : &found->second;
    switch (change.kind) {
        case Kind::create_table: case Kind::create_table_as: case Kind::create_partition_of: make_table(change, now); break;
        case Kind::drop_table: case Kind::drop_materialized_view: case Kind::drop_view: drop_relation(change.object); break;
        case Kind::create_view: tables.insert_or_assign(change.relation, Table{.made = now}); break;
        case Kind::create_index:
            indexes[with_name(change.relation, change.object.empty() ? default_name(change.relation, Kind::add_unique, change.columns) : change.object)] =
                {change.relation, change.columns};
            break;
        case Kind::drop_index: indexes.erase(change.object); break;
        case Kind::create_enum: enums.insert_or_assign(change.object, now); break;
        case Kind::create_domain: domains[change.object] = change.node["constraints"].exists(); break;
        case Kind::domain_add_constraint: domains[change.object] = true; break;
        case Kind::create_function: functions[change.object] = volatility(change.node); break;
        default: break;
    }
    if (!table) return;
    switch (change.kind) {
        case Kind::add_column:
            if (!(change.lenient && table->columns.contains(change.object))) add_column(*table, change.relation, change.node, now);
            break;
        case Kind::drop_column: table->columns.erase(change.object); break;
        case Kind::alter_type: table->columns[change.object].type = change.new_type; break;
        case Kind::set_not_null: table->columns[change.object].not_null = true; break;
        case Kind::drop_not_null: table->columns[change.object].not_null = false; break;
        case Kind::add_check: case Kind::add_foreign_key: case Kind::add_unique: case Kind::add_primary_key: case Kind::add_exclusion:
            add_constraint(*table, change.relation, change.node, {}, now);
            break;
        case Kind::detach_partition:
            if (table->default_partition == change.other) table->default_partition.clear();
            break;
        case Kind::drop_constraint: table->constraints.erase(change.object); break;
        case Kind::validate_constraint:
            if (auto constraint = table->constraints.find(change.object); constraint != table->constraints.end()) constraint->second.validated = true;
            break;
        case Kind::attach_partition:
            if (change.node["def"].as("PartitionCmd")["bound"]["is_default"].boolean()) note_default(change.relation, change.other);
            if (auto part = tables.find(change.other); part != tables.end()) part->second.parent = change.relation;
            break;
        default: break;
    }
}

}  // namespace assay::migration
