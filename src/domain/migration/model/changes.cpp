// From PostgreSQL's parse tree to the changes that a statement makes.
#include <array>
#include <utility>

#include "domain/migration/model/change.h"
#include "domain/migration/model/types.h"

namespace assay::migration {

namespace {

using sql::Node;

class Reader {
public:
    std::vector<Change> read(Node wrapped);

private:
    Change& add(Kind kind, std::string relation, std::size_t offset, Node node = {}) {
        Change& change = changes_.emplace_back(Change{.kind = kind, .relation = std::move(relation)});
        change.offset = offset;
        change.node = node;
        return change;
    }
    void create_table(Node statement);
    void table_parts(Node statement, const std::string& relation);
    void alter_table(Node statement);
    void subcommand(Node command, const std::string& relation, std::size_t offset);
    void add_column(Node definition, const std::string& relation, std::size_t offset, bool lenient);
    void add_constraint(Node constraint, const std::string& relation, std::size_t offset);
    void create_index(Node statement);
    void drop(Node statement);
    void drop_of_table(Kind kind, Node object, bool lenient);
    void rename(Node statement);
    void reindex(Node statement);
    void vacuum(Node statement);
    void alter_enum(Node statement);
    void alter_domain(Node statement);
    void table_wide(std::string_view tag, Node statement);
    void triggers_and_policies(std::string_view tag, Node statement);
    void rows(std::string_view tag, Node statement);

    std::vector<Change> changes_;
};

Node range_var(Node wrapped) { return wrapped.as("RangeVar"); }

std::vector<std::string> strings(Node list) {
    std::vector<std::string> texts;
    for (const Node part : list) texts.emplace_back(part.string());
    return texts;
}

std::string qualified(std::vector<std::string> parts) {
    if (parts.size() > 1 && parts.front() == "public") parts.erase(parts.begin());
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : ".") + part;
    return text;
}

template <std::size_t N>
const Kind* find(const std::array<std::pair<std::string_view, Kind>, N>& table, std::string_view word) {
    for (const auto& [known, kind] : table)
        if (known == word) return &kind;
    return nullptr;
}

void Reader::create_table(Node statement) {
    const Node relation = statement["relation"];
    const bool part = statement["partbound"].exists();
    auto& made = add(part ? Kind::create_partition_of : Kind::create_table, relation_text(relation), relation.offset(), statement);
    made.lenient = statement["if_not_exists"].boolean();
    made.partitioned = statement["partspec"].exists();
    for (const Node parent : statement["inhRelations"]) made.other = relation_text(range_var(parent));
    table_parts(statement, relation_text(relation));
}

// Foreign keys that come with the table lock those that they refer to.
void Reader::table_parts(Node statement, const std::string& relation) {
    statement["tableElts"].each("Constraint", [&](Node constraint) {
        if (constraint["contype"].text() != "CONSTR_FOREIGN") return;
        auto& reference = add(Kind::reference_on_create, relation, constraint.offset(), constraint);
        reference.other = relation_text(constraint["pktable"]);
    });
}

void Reader::add_column(Node definition, const std::string& relation, std::size_t offset, bool lenient) {
    auto& added = add(Kind::add_column, relation, offset, definition);
    added.object = definition["colname"].text();
    added.new_type = type_text(definition["typeName"]);
    added.lenient = lenient;
    for (const Node constraint : definition["constraints"])
        if (constraint.as("Constraint")["contype"].text() == "CONSTR_FOREIGN") added.other = relation_text(constraint.as("Constraint")["pktable"]);
}

void Reader::add_constraint(Node constraint, const std::string& relation, std::size_t offset) {
    static constexpr std::array<std::pair<std::string_view, Kind>, 5> kinds{{{"CONSTR_CHECK", Kind::add_check},
        {"CONSTR_FOREIGN", Kind::add_foreign_key}, {"CONSTR_UNIQUE", Kind::add_unique},
        {"CONSTR_PRIMARY", Kind::add_primary_key}, {"CONSTR_EXCLUSION", Kind::add_exclusion}}};
    const Kind* kind = find(kinds, constraint["contype"].text());
    if (!kind) return;
    auto& added = add(*kind, relation, constraint.offset() ? constraint.offset() : offset, constraint);
    added.object = constraint["conname"].text();
    added.columns = strings(constraint[*kind == Kind::add_foreign_key ? "fk_attrs" : "keys"]);
    added.not_valid = constraint["skip_validation"].boolean();
    added.with_index = constraint["indexname"].exists();
    if (constraint["pktable"]) added.other = relation_text(constraint["pktable"]);
}

constexpr std::array<std::pair<std::string_view, Kind>, 41> subcommands{{
    {"AT_DropColumn", Kind::drop_column}, {"AT_AlterColumnType", Kind::alter_type}, {"AT_SetNotNull", Kind::set_not_null},
    {"AT_DropNotNull", Kind::drop_not_null}, {"AT_AddIdentity", Kind::add_identity}, {"AT_SetIdentity", Kind::alter_identity},
    {"AT_DropIdentity", Kind::alter_identity}, {"AT_DropExpression", Kind::drop_expression}, {"AT_SetExpression", Kind::set_expression},
    {"AT_SetStatistics", Kind::column_setting}, {"AT_SetStorage", Kind::column_setting}, {"AT_SetCompression", Kind::column_setting},
    {"AT_DropConstraint", Kind::drop_constraint}, {"AT_ValidateConstraint", Kind::validate_constraint},
    {"AT_AlterConstraint", Kind::alter_constraint}, {"AT_ChangeOwner", Kind::owner}, {"AT_ClusterOn", Kind::cluster_on},
    {"AT_DropCluster", Kind::cluster_on}, {"AT_SetLogged", Kind::set_logged}, {"AT_SetUnLogged", Kind::set_logged},
    {"AT_SetAccessMethod", Kind::set_access_method}, {"AT_SetTableSpace", Kind::set_tablespace}, {"AT_SetRelOptions", Kind::set_parameters},
    {"AT_ResetRelOptions", Kind::set_parameters}, {"AT_EnableTrig", Kind::switch_trigger}, {"AT_EnableAlwaysTrig", Kind::switch_trigger},
    {"AT_EnableReplicaTrig", Kind::switch_trigger}, {"AT_DisableTrig", Kind::switch_trigger}, {"AT_EnableTrigAll", Kind::switch_trigger},
    {"AT_DisableTrigAll", Kind::switch_trigger}, {"AT_EnableTrigUser", Kind::switch_trigger}, {"AT_DisableTrigUser", Kind::switch_trigger},
    {"AT_EnableRowSecurity", Kind::row_security}, {"AT_DisableRowSecurity", Kind::row_security},
    {"AT_ForceRowSecurity", Kind::row_security}, {"AT_NoForceRowSecurity", Kind::row_security},
    {"AT_ReplicaIdentity", Kind::replica_identity}, {"AT_AddInherit", Kind::inherit}, {"AT_DropInherit", Kind::inherit},
    {"AT_AttachPartition", Kind::attach_partition}, {"AT_DetachPartition", Kind::detach_partition}}};

void Reader::subcommand(Node command, const std::string& relation, std::size_t offset) {
    const auto type = command["subtype"].text();
    const Node definition = command["def"].inner();
    if (type == "AT_AddColumn") return add_column(definition, relation, definition.offset() ? definition.offset() : offset, command["missing_ok"].boolean());
    if (type == "AT_AddConstraint") return add_constraint(definition, relation, offset);
    const Kind* kind = find(subcommands, type);
    Kind chosen = kind ? *kind : Kind::owner;
    if (type == "AT_ColumnDefault") chosen = definition ? Kind::set_default : Kind::drop_default;
    if (type == "AT_DetachPartitionFinalize") chosen = Kind::finalize_detach;
    if (!kind && type != "AT_ColumnDefault" && type != "AT_DetachPartitionFinalize") return;
    auto& change = add(chosen, relation, definition.offset() ? definition.offset() : offset, command);
    change.object = command["name"].text();
    change.cascade = command["behavior"].text() == "DROP_CASCADE";
    change.lenient = command["missing_ok"].boolean();
    if (chosen == Kind::alter_type) change.new_type = type_text(definition["typeName"]);
    if (definition.key() == "PartitionCmd") {
        change.other = relation_text(definition["name"]);
        change.concurrently = definition["concurrent"].boolean();
    }
    if (chosen == Kind::inherit) change.other = relation_text(definition);
}

void Reader::alter_table(Node statement) {
    const Node relation = statement["relation"];
    const auto object = statement["objtype"].text();
    if (object == "OBJECT_TYPE") return;
    for (const Node each : statement["cmds"]) {
        const Node command = each.as("AlterTableCmd");
        if (object == "OBJECT_INDEX") {
            const Node partition = command["def"].as("PartitionCmd");
            auto& change = add(partition ? Kind::attach_index : Kind::column_setting, {}, relation.offset(), command);
            change.object = relation_text(relation);
            change.other = partition ? relation_text(partition["name"]) : std::string{};
        } else if (object == "OBJECT_TABLE" || object == "OBJECT_MATVIEW") {
            subcommand(command, relation_text(relation), relation.offset());
        }
    }
}

void Reader::create_index(Node statement) {
    const Node relation = statement["relation"];
    auto& index = add(Kind::create_index, relation_text(relation), relation.offset(), statement);
    index.object = statement["idxname"].text();
    index.concurrently = statement["concurrent"].boolean();
    index.lenient = statement["if_not_exists"].boolean();
    index.only = !relation["inh"].boolean();
    for (const Node part : statement["indexParams"]) {
        const auto column = part.as("IndexElem")["name"].text();
        index.columns.emplace_back(column.empty() ? "(expression)" : column);
    }
}

// DROP TRIGGER name ON table: the last part is the trigger's.
void Reader::drop_of_table(Kind kind, Node object, bool lenient) {
    auto parts = strings(object.as("List")["items"]);
    if (parts.size() < 2) return;
    const auto name = parts.back();
    parts.pop_back();
    auto& change = add(kind, qualified(std::move(parts)), 0);
    change.object = name;
    change.lenient = lenient;
}

void Reader::drop(Node statement) {
    static constexpr std::array<std::pair<std::string_view, Kind>, 9> kinds{{{"OBJECT_TABLE", Kind::drop_table}, {"OBJECT_VIEW", Kind::drop_view},
        {"OBJECT_MATVIEW", Kind::drop_materialized_view}, {"OBJECT_INDEX", Kind::drop_index}, {"OBJECT_SCHEMA", Kind::drop_schema},
        {"OBJECT_TYPE", Kind::drop_type}, {"OBJECT_DOMAIN", Kind::drop_type}, {"OBJECT_SEQUENCE", Kind::drop_sequence}, {"OBJECT_FOREIGN_TABLE", Kind::drop_other}}};
    const auto type = statement["removeType"].text();
    const bool lenient = statement["missing_ok"].boolean();
    for (const Node object : statement["objects"]) {
        if (type == "OBJECT_TRIGGER") drop_of_table(Kind::drop_trigger, object, lenient);
        if (type == "OBJECT_POLICY" || type == "OBJECT_RULE") drop_of_table(Kind::drop_policy, object, lenient);
        const Kind* kind = find(kinds, type);
        if (!kind) continue;
        std::string name = object.as("TypeName") ? dotted(object.as("TypeName")["names"]) : dotted(object.as("List")["items"]);
        if (const auto single = object.string(); !single.empty()) name = single;
        const bool of_index = *kind == Kind::drop_index;
        auto& change = add(*kind, of_index ? std::string{} : name, 0, statement);
        change.object = name;
        change.lenient = lenient;
        change.cascade = statement["behavior"].text() == "DROP_CASCADE";
        change.concurrently = statement["concurrent"].boolean();
    }
}

void Reader::rename(Node statement) {
    static constexpr std::array<std::pair<std::string_view, Kind>, 8> kinds{{{"OBJECT_TABLE", Kind::rename_table}, {"OBJECT_VIEW", Kind::rename_table},
        {"OBJECT_COLUMN", Kind::rename_column}, {"OBJECT_INDEX", Kind::rename_index}, {"OBJECT_TABCONSTRAINT", Kind::rename_constraint},
        {"OBJECT_SCHEMA", Kind::rename_schema}, {"OBJECT_TRIGGER", Kind::rename_trigger}, {"OBJECT_TYPE", Kind::rename_type}}};
    const Kind* kind = find(kinds, statement["renameType"].text());
    if (!kind) return;
    const Node relation = statement["relation"];
    auto& change = add(*kind, relation ? relation_text(relation) : std::string{}, relation.offset(), statement);
    change.object = relation ? std::string{statement["subname"].text()} : dotted(statement["object"].as("List")["items"]);
    if (*kind == Kind::rename_schema) change.object = statement["subname"].text();
    if (*kind == Kind::rename_index) change.object = std::exchange(change.relation, {});
    change.other = statement["newname"].text();
    change.lenient = statement["missing_ok"].boolean();
}

void Reader::reindex(Node statement) {
    const Node relation = statement["relation"];
    const bool of_table = statement["kind"].text() == "REINDEX_OBJECT_TABLE";
    auto& change = add(Kind::reindex, of_table ? relation_text(relation) : std::string{}, relation.offset(), statement);
    change.object = of_table ? std::string{} : relation_text(relation);
    if (!relation) change.object = statement["name"].text();
    for (const Node option : statement["params"]) change.concurrently |= option.as("DefElem")["defname"].text() == "concurrently";
}

void Reader::vacuum(Node statement) {
    const bool is_vacuum = statement["is_vacuumcmd"].boolean();
    bool full = false;
    for (const Node option : statement["options"]) full |= option.as("DefElem")["defname"].text() == "full";
    const Kind kind = !is_vacuum ? Kind::analyze : full ? Kind::vacuum_full : Kind::vacuum;
    if (!statement["rels"]) add(kind, {}, 0, statement);
    for (const Node each : statement["rels"]) {
        const Node relation = each.as("VacuumRelation")["relation"];
        add(kind, relation_text(relation), relation.offset(), statement);
    }
}

void Reader::alter_enum(Node statement) {
    const bool renames = statement["oldVal"].exists();
    auto& change = add(renames ? Kind::rename_enum_value : Kind::add_enum_value, {}, 0, statement);
    change.object = dotted(statement["typeName"]);
    change.other = statement["newVal"].text();
    if (renames) change.columns.emplace_back(statement["oldVal"].text());
}

void Reader::alter_domain(Node statement) {
    const auto type = statement["subtype"].text();
    const Kind kind = type == "C" ? Kind::domain_add_constraint : type == "V" ? Kind::domain_validate : Kind::domain_other;
    auto& change = add(kind, {}, 0, statement);
    change.object = dotted(statement["typeName"]);
    change.not_valid = statement["def"].as("Constraint")["skip_validation"].boolean();
}

void Reader::table_wide(std::string_view tag, Node statement) {
    const Node relation = statement["relation"];
    if (tag == "TruncateStmt")
        for (const Node table : statement["relations"])
            add(Kind::truncate, relation_text(range_var(table)), range_var(table).offset(), statement).cascade = statement["behavior"].text() == "DROP_CASCADE";
    if (tag == "ClusterStmt") add(Kind::cluster, relation ? relation_text(relation) : std::string{}, relation.offset(), statement);
    if (tag == "RefreshMatViewStmt") {
        auto& change = add(Kind::refresh, relation_text(relation), relation.offset(), statement);
        change.concurrently = statement["concurrent"].boolean();
        change.lenient = statement["skipData"].boolean();
    }
    if (tag == "LockStmt")
        for (const Node table : statement["relations"]) add(Kind::lock_table, relation_text(range_var(table)), range_var(table).offset(), statement);
    if (tag == "AlterObjectSchemaStmt" && statement["objectType"].text() == "OBJECT_TABLE")
        add(Kind::set_schema, relation_text(relation), relation.offset(), statement).other = statement["newschema"].text();
}

void Reader::triggers_and_policies(std::string_view tag, Node statement) {
    const Node relation = statement["relation"];
    if (tag == "CreateTrigStmt") {
        auto& change = add(Kind::create_trigger, relation_text(relation), relation.offset(), statement);
        change.object = statement["trigname"].text();
        change.lenient = statement["replace"].boolean();
    }
    if (tag == "CreatePolicyStmt" || tag == "AlterPolicyStmt")
        add(Kind::create_policy, relation_text(statement["table"]), statement["table"].offset(), statement).object = statement["policy_name"].text();
    if (tag == "RuleStmt") add(Kind::create_rule, relation_text(relation), relation.offset(), statement).object = statement["rulename"].text();
}

void Reader::rows(std::string_view tag, Node statement) {
    static constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds{{{"InsertStmt", Kind::insert}, {"UpdateStmt", Kind::update},
        {"DeleteStmt", Kind::remove}, {"CopyStmt", Kind::copy_from}}};
    const Kind* kind = find(kinds, tag);
    const Node relation = statement["relation"];
    if (!kind || !relation || (*kind == Kind::copy_from && !statement["is_from"].boolean())) return;
    add(*kind, relation_text(relation), relation.offset(), statement);
}

std::vector<Change> Reader::read(Node wrapped) {
    const auto tag = wrapped.tag();
    const Node statement = wrapped.inner();
    const auto named = [&](Kind kind, std::string name) { add(kind, {}, 0, statement).object = std::move(name); };
    if (tag == "CreateStmt") create_table(statement);
    if (tag == "CreateTableAsStmt") {
        const Node relation = statement["into"]["rel"];
        auto& made = add(Kind::create_table_as, relation_text(relation), relation.offset(), statement);
        if (statement["objtype"].text() == "OBJECT_MATVIEW") made.object = "materialized view";
    }
    if (tag == "AlterTableStmt") alter_table(statement);
    if (tag == "IndexStmt") create_index(statement);
    if (tag == "DropStmt") drop(statement);
    if (tag == "RenameStmt") rename(statement);
    if (tag == "ReindexStmt") reindex(statement);
    if (tag == "VacuumStmt") vacuum(statement);
    if (tag == "AlterEnumStmt") alter_enum(statement);
    if (tag == "CreateEnumStmt") named(Kind::create_enum, dotted(statement["typeName"]));
    if (tag == "CreateDomainStmt") named(Kind::create_domain, dotted(statement["domainname"]));
    if (tag == "AlterDomainStmt") alter_domain(statement);
    if (tag == "CreateFunctionStmt") named(Kind::create_function, dotted(statement["funcname"]));
    if (tag == "ViewStmt") {
        auto& view = add(Kind::create_view, relation_text(statement["view"]), statement["view"].offset(), statement);
        view.lenient = statement["replace"].boolean();
    }
    for (const std::string_view alone : {"CreatedbStmt", "DropdbStmt", "AlterSystemStmt", "CreateTableSpaceStmt", "DropTableSpaceStmt"})
        if (tag == alone) named(Kind::alters_no_table, std::string{tag});
    table_wide(tag, statement);
    triggers_and_policies(tag, statement);
    rows(tag, statement);
    return std::move(changes_);
}

}  // namespace

std::string relation_text(sql::Node relation) {
    std::vector<std::string> parts;
    if (const auto schema = relation["schemaname"].text(); !schema.empty()) parts.emplace_back(schema);
    parts.emplace_back(relation["relname"].text());
    return qualified(std::move(parts));
}

std::string dotted(sql::Node list_of_names) { return qualified(strings(list_of_names)); }

std::vector<Change> changes_in(sql::Node wrapped) { return Reader{}.read(wrapped); }

}  // namespace assay::migration
