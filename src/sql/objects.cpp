#include <algorithm>
#include <array>
#include <utility>

#include "sql/facts.h"

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

constexpr std::array<std::pair<string_view, ObjectKind>, 22> object_types{{
    {"OBJECT_TABLE", ObjectKind::table},
    {"OBJECT_FOREIGN_TABLE", ObjectKind::foreign_table},
    {"OBJECT_VIEW", ObjectKind::view},
    {"OBJECT_MATVIEW", ObjectKind::materialized_view},
    {"OBJECT_INDEX", ObjectKind::index},
    {"OBJECT_SEQUENCE", ObjectKind::sequence},
    {"OBJECT_COLUMN", ObjectKind::column},
    {"OBJECT_TABCONSTRAINT", ObjectKind::constraint},
    {"OBJECT_TRIGGER", ObjectKind::trigger},
    {"OBJECT_POLICY", ObjectKind::policy},
    {"OBJECT_RULE", ObjectKind::rule},
    {"OBJECT_FUNCTION", ObjectKind::function},
    {"OBJECT_ROUTINE", ObjectKind::function},
    {"OBJECT_PROCEDURE", ObjectKind::procedure},
    {"OBJECT_AGGREGATE", ObjectKind::aggregate},
    {"OBJECT_TYPE", ObjectKind::type},
    {"OBJECT_DOMAIN", ObjectKind::domain},
    {"OBJECT_SCHEMA", ObjectKind::schema},
    {"OBJECT_EXTENSION", ObjectKind::extension},
    {"OBJECT_PUBLICATION", ObjectKind::publication},
    {"OBJECT_EVENT_TRIGGER", ObjectKind::event_trigger},
    {"OBJECT_STATISTIC_EXT", ObjectKind::statistics},
}};

ObjectKind kind_from(string_view type) {
    for (const auto& [known, kind] : object_types)
        if (known == type) return kind;
    return ObjectKind::other;
}

bool belongs_to_table(ObjectKind kind) {
    return kind == ObjectKind::trigger || kind == ObjectKind::policy || kind == ObjectKind::rule ||
           kind == ObjectKind::column || kind == ObjectKind::constraint;
}

bool cascades(Node statement) {
    return statement["behavior"].text() == "DROP_CASCADE";
}

Object& add(Reading& reading, Action action, ObjectKind kind, Name name, size_t offset) {
    Object object;
    object.action = action;
    object.kind = kind;
    object.name = std::move(name);
    object.offset = offset;
    return reading.out.objects.emplace_back(std::move(object));
}

// A relation that the statement makes or changes, named by a RangeVar.
Object& add_relation(Reading& reading, Action action, ObjectKind kind, Node range_var) {
    if (action == Action::create) reading.own.insert(range_var.index());
    return add(reading, action, kind, relation_name(range_var), range_var.offset());
}

Object& add_named(Reading& reading, Action action, ObjectKind kind, const std::vector<string>& parts) {
    Name name = name_of(parts);
    const size_t offset = reading.offset_of(name.name);
    return add(reading, action, kind, std::move(name), offset);
}

Object& add_of_table(Reading& reading, Action action, ObjectKind kind, string_view name, Node table) {
    Object& object = add(reading, action, kind, {{}, string{name}}, reading.offset_of(name));
    object.table = relation_name(table);
    return object;
}

// Columns and constraints -------------------------------------------------------------------------------

constexpr std::array<string_view, 5> constraint_types{"CONSTR_CHECK", "CONSTR_PRIMARY", "CONSTR_UNIQUE",
                                                      "CONSTR_EXCLUSION", "CONSTR_FOREIGN"};

void add_unique(std::vector<string>& columns, string_view column) {
    if (!column.empty() && std::find(columns.begin(), columns.end(), column) == columns.end())
        columns.emplace_back(column);
}

std::vector<string> constraint_columns(Node constraint, string_view of_column) {
    std::vector<string> columns;
    for (const Node key : constraint["keys"]) add_unique(columns, key.string());
    for (const Node key : constraint["fk_attrs"]) add_unique(columns, key.string());
    constraint["exclusions"].each("IndexElem",
                                  [&](Node element) { add_unique(columns, element["name"].text()); });
    constraint["raw_expr"].each("ColumnRef", [&](Node column) {
        const auto parts = parts_of(column["fields"]);
        if (!parts.empty()) add_unique(columns, parts.back());
    });
    if (columns.empty()) add_unique(columns, of_column);
    return columns;
}

void constraint(Reading& reading, Node node, const Name& table, string_view of_column) {
    const string_view type = node["contype"].text();
    if (std::find(constraint_types.begin(), constraint_types.end(), type) == constraint_types.end()) return;
    Object& object = add(reading, Action::create, ObjectKind::constraint,
                         {{}, string{node["conname"].text()}}, node.offset());
    object.table = table;
    object.columns = constraint_columns(node, of_column);
    object.detail = type;
}

void column(Reading& reading, Node definition, const Name& table, size_t offset, bool if_not_exists) {
    const string_view name = definition["colname"].text();
    Object& object = add(reading, Action::create, ObjectKind::column, {{}, string{name}}, offset);
    object.table = table;
    object.if_exists = if_not_exists;
    for (const Node each : definition["constraints"]) constraint(reading, each.as("Constraint"), table, name);
}

void create_table(Reading& reading, Node statement, ObjectKind kind) {
    const Node relation = statement["relation"];
    Object& object = add_relation(reading, Action::create, kind, relation);
    object.if_exists = statement["if_not_exists"].boolean();
    const Name table = object.name;
    for (const Node element : statement["tableElts"]) {
        if (const Node definition = element.as("ColumnDef"))
            column(reading, definition, table, definition.offset(), false);
        else
            constraint(reading, element.as("Constraint"), table, {});
    }
}

void create_index(Reading& reading, Node statement) {
    const string_view name = statement["idxname"].text();
    const Node table = statement["relation"];
    Object& object = add_of_table(reading, Action::create, ObjectKind::index, name, table);
    object.name.schema = object.table.schema;
    for (const Node element : statement["indexParams"])
        add_unique(object.columns, element.as("IndexElem")["name"].text());
    object.if_exists = statement["if_not_exists"].boolean();
    object.detail = statement["unique"].boolean() ? "UNIQUE" : "";
}

// ALTER TABLE -------------------------------------------------------------------------------------------

// Where the subcommands begin: after the relation's name, then after each comma outside parentheses.
std::vector<size_t> subcommand_offsets(const Reading& reading, size_t relation_offset) {
    const auto& tokens = reading.tokens;
    size_t i = 0;
    while (i < tokens.size() && tokens[i].begin < relation_offset) ++i;
    for (++i; i + 1 < tokens.size() && tokens[i].in(reading.text) == "."; i += 2) {
    }
    if (i < tokens.size() && tokens[i].in(reading.text) == "*") ++i;
    std::vector<size_t> offsets;
    int depth = 0;
    bool begins = true;
    for (; i < tokens.size(); ++i) {
        const string_view token = tokens[i].in(reading.text);
        if (std::exchange(begins, false)) offsets.push_back(tokens[i].begin);
        if (token == "(" || token == "[") ++depth;
        if (token == ")" || token == "]") --depth;
        begins = depth == 0 && token == ",";
    }
    return offsets;
}

Object& table_part(Reading& reading, Action action, ObjectKind kind, Node command, const Name& table,
                   size_t offset) {
    Object& object = add(reading, action, kind, {{}, string{command["name"].text()}}, offset);
    object.table = table;
    return object;
}

void alter_part(Reading& reading, Node command, ObjectKind kind, const Name& table, size_t offset) {
    const string_view type = command["subtype"].text();
    const bool missing_ok = command["missing_ok"].boolean();
    const size_t first = reading.out.objects.size();
    if (type == "AT_AddColumn") {
        const Node definition = command["def"].as("ColumnDef");
        column(reading, definition, table, offset, missing_ok);
    } else if (type == "AT_AddConstraint") {
        constraint(reading, command["def"].as("Constraint"), table, {});
        if (reading.out.objects.size() > first) reading.out.objects[first].offset = offset;
        return;
    } else if (type == "AT_DropColumn") {
        table_part(reading, Action::drop, ObjectKind::column, command, table, offset);
    } else if (type == "AT_DropConstraint") {
        table_part(reading, Action::drop, ObjectKind::constraint, command, table, offset);
    } else if (type == "AT_ValidateConstraint") {
        table_part(reading, Action::alter, ObjectKind::constraint, command, table, offset);
    } else if (type == "AT_AlterConstraint") {
        Object& object = table_part(reading, Action::alter, ObjectKind::constraint, command, table, offset);
        object.name.name = command["def"].as("Constraint")["conname"].text();
    } else if (command["name"] &&
               (type.find("Column") != type.npos || type.find("NotNull") != type.npos ||
                type.find("Identity") != type.npos || type == "AT_SetStatistics" || type == "AT_SetOptions" ||
                type == "AT_ResetOptions" || type == "AT_SetStorage" || type == "AT_SetCompression" ||
                type == "AT_DropExpression") &&
               type != "AT_ReplicaIdentity") {
        table_part(reading, Action::alter, ObjectKind::column, command, table, offset);
    } else {
        Object& object = add(reading, Action::alter, kind, table, offset);
        if (const Node partition = command["def"].as("PartitionCmd")["name"])
            object.new_name = relation_name(partition).text();
        else
            object.new_name = command["name"].text();
    }
    Object& object = reading.out.objects[first];
    object.detail = type;
    object.if_exists = object.if_exists || missing_ok;
    object.cascade = cascades(command);
}

void alter_table(Reading& reading, Node statement) {
    const Node relation = statement["relation"];
    const Name table = relation_name(relation);
    const auto offsets = subcommand_offsets(reading, relation.offset());
    size_t index = 0;
    for (const Node command : statement["cmds"]) {
        const size_t offset = index < offsets.size() ? offsets[index] : relation.offset();
        ++index;
        alter_part(reading, command.as("AlterTableCmd"), kind_from(statement["objtype"].text()), table,
                   offset);
    }
}

// Everything else ---------------------------------------------------------------------------------------

void create_function(Reading& reading, Node statement) {
    const bool procedure = statement["is_procedure"].boolean();
    Object& object =
        add_named(reading, Action::create, procedure ? ObjectKind::procedure : ObjectKind::function,
                  parts_of(statement["funcname"]));
    object.if_exists = statement["replace"].boolean();
    for (const Node option : statement["options"])
        if (option.as("DefElem")["defname"].text() == "language")
            object.detail = option.as("DefElem")["arg"].string();
}

void create_trigger(Reading& reading, Node statement) {
    Object& object = add_of_table(reading, Action::create, ObjectKind::trigger, statement["trigname"].text(),
                                  statement["relation"]);
    object.if_exists = statement["replace"].boolean();
    const Name function = name_of(parts_of(statement["funcname"]));
    reading.out.functions.push_back({function, reading.offset_of(function.name, object.offset + 1)});
}

void define(Reading& reading, Node statement) {
    Object& object = add_named(reading, Action::create, kind_from(statement["kind"].text()),
                               parts_of(statement["defnames"]));
    object.detail = statement["kind"].text();
    object.if_exists = statement["if_not_exists"].boolean() || statement["replace"].boolean();
}

void create_schema(Reading& reading, Node statement) {
    string_view schema = statement["schemaname"].text();
    if (schema.empty()) schema = statement["authrole"]["rolename"].text();
    add_named(reading, Action::create, ObjectKind::schema, {string{schema}}).if_exists =
        statement["if_not_exists"].boolean();
    for (const Node element : statement["schemaElts"]) {
        const size_t first = reading.out.objects.size();
        read_objects(reading, element);
        for (size_t i = first; i < reading.out.objects.size(); ++i) {
            Object& object = reading.out.objects[i];
            reading.search_from = std::max(reading.search_from, object.offset);
            if (object.table.schema.empty() && !object.table.name.empty()) object.table.schema = schema;
            if (object.name.schema.empty() && !belongs_to_table(object.kind)) object.name.schema = schema;
        }
    }
}

void create_extension(Reading& reading, Node statement, Action action) {
    Object& object = add_named(reading, action, ObjectKind::extension, {string{statement["extname"].text()}});
    object.if_exists = statement["if_not_exists"].boolean();
    for (const Node option : statement["options"])
        if (option.as("DefElem")["defname"].text() == "schema")
            reading.out.extension_schema.name = option.as("DefElem")["arg"].string();
}

void drop(Reading& reading, Node statement) {
    const ObjectKind kind = kind_from(statement["removeType"].text());
    for (const Node each : statement["objects"]) {
        auto parts = parts_of(each);
        if (parts.empty()) continue;
        Name table;
        if (belongs_to_table(kind) && parts.size() > 1) {
            table = name_of({parts.begin(), parts.end() - 1});
            parts = {parts.back()};
        }
        reading.search_from = reading.offset_of(parts.back());
        Object& object = add(reading, Action::drop, kind, name_of(parts), reading.search_from);
        object.table = std::move(table);
        object.if_exists = statement["missing_ok"].boolean();
        object.cascade = cascades(statement);
        object.detail = statement["removeType"].text();
    }
}

void rename(Reading& reading, Node statement) {
    const string_view type = statement["renameType"].text();
    const ObjectKind kind = kind_from(type);
    const Node relation = statement["relation"];
    const string_view part = statement["subname"].text();
    if (type == "OBJECT_ROLE") return;
    if (relation && !part.empty()) {
        add_of_table(reading, Action::rename, kind, part, relation);
    } else if (relation) {
        add_relation(reading, Action::rename, kind, relation);
    } else {
        auto parts = parts_of(statement["object"]);
        if (parts.empty()) parts = {string{part}};
        add_named(reading, Action::rename, kind, parts);
    }
    Object& object = reading.out.objects.back();
    object.new_name = statement["newname"].text();
    object.detail = type;
    object.if_exists = statement["missing_ok"].boolean();
}

// ALTER … OWNER TO and ALTER … SET SCHEMA have the same shape.
void alter_any(Reading& reading, Node statement) {
    const string_view type = statement["objectType"].text();
    Object& object = statement["relation"]
                         ? add_relation(reading, Action::alter, kind_from(type), statement["relation"])
                         : add_named(reading, Action::alter, kind_from(type), parts_of(statement["object"]));
    object.detail = type;
    if (const Node schema = statement["newschema"]) {
        object.action = Action::rename;
        object.new_name = string{schema.text()} + ".";
    }
}

void alter_enum(Reading& reading, Node statement) {
    Object& object = add_named(reading, Action::alter, ObjectKind::type, parts_of(statement["typeName"]));
    object.detail = statement["oldVal"] ? "RENAME VALUE" : "ADD VALUE";
    object.new_name = statement["newVal"].text();
    object.if_exists = statement["skipIfNewValExists"].boolean();
}

using Handler = void (*)(Reading&, Node);

template <ObjectKind kind>
void create_named(Reading& reading, Node statement) {
    Node name = statement["typeName"];
    if (!name || kind == ObjectKind::domain) name = statement["domainname"];
    if (!name) name = statement["defnames"];
    add_named(reading, Action::create, kind, parts_of(name)).if_exists = statement["if_not_exists"].boolean();
}

template <Action action>
void policy(Reading& reading, Node statement) {
    add_of_table(reading, action, ObjectKind::policy, statement["policy_name"].text(), statement["table"]);
}

constexpr std::array<std::pair<string_view, Handler>, 31> handlers{{
    {"CreateStmt", [](Reading& r, Node n) { create_table(r, n, ObjectKind::table); }},
    {"CreateForeignTableStmt",
     [](Reading& r, Node n) { create_table(r, n["base"], ObjectKind::foreign_table); }},
    {"AlterTableStmt", alter_table},
    {"IndexStmt", create_index},
    {"ViewStmt",
     [](Reading& r, Node n) {
         add_relation(r, Action::create, ObjectKind::view, n["view"]).if_exists = n["replace"].boolean();
     }},
    {"CreateTableAsStmt",
     [](Reading& r, Node n) {
         add_relation(r, Action::create, kind_from(n["objtype"].text()), n["into"]["rel"]).if_exists =
             n["if_not_exists"].boolean();
     }},
    {"SelectStmt",
     [](Reading& r, Node n) {
         if (n["intoClause"]) add_relation(r, Action::create, ObjectKind::table, n["intoClause"]["rel"]);
     }},
    {"CreateSeqStmt",
     [](Reading& r, Node n) {
         add_relation(r, Action::create, ObjectKind::sequence, n["sequence"]).if_exists =
             n["if_not_exists"].boolean();
     }},
    {"AlterSeqStmt",
     [](Reading& r, Node n) { add_relation(r, Action::alter, ObjectKind::sequence, n["sequence"]); }},
    {"CreateFunctionStmt", create_function},
    {"AlterFunctionStmt",
     [](Reading& r, Node n) {
         add_named(r, Action::alter, kind_from(n["objtype"].text()), parts_of(n["func"]["objname"]));
     }},
    {"CreateTrigStmt", create_trigger},
    {"CreatePolicyStmt", policy<Action::create>},
    {"AlterPolicyStmt", policy<Action::alter>},
    {"RuleStmt",
     [](Reading& r, Node n) {
         add_of_table(r, Action::create, ObjectKind::rule, n["rulename"].text(), n["relation"]).if_exists =
             n["replace"].boolean();
     }},
    {"CreateEnumStmt", create_named<ObjectKind::type>},
    {"CreateRangeStmt", create_named<ObjectKind::type>},
    {"CreateDomainStmt", create_named<ObjectKind::domain>},
    {"CreateStatsStmt", create_named<ObjectKind::statistics>},
    {"CompositeTypeStmt",
     [](Reading& r, Node n) { add_relation(r, Action::create, ObjectKind::type, n["typevar"]); }},
    {"DefineStmt", define},
    {"AlterEnumStmt", alter_enum},
    {"AlterDomainStmt",
     [](Reading& r, Node n) { add_named(r, Action::alter, ObjectKind::domain, parts_of(n["typeName"])); }},
    {"CreateSchemaStmt", create_schema},
    {"CreateExtensionStmt", [](Reading& r, Node n) { create_extension(r, n, Action::create); }},
    {"AlterExtensionStmt", [](Reading& r, Node n) { create_extension(r, n, Action::alter); }},
    {"CreatePublicationStmt",
     [](Reading& r, Node n) {
         add_named(r, Action::create, ObjectKind::publication, {string{n["pubname"].text()}});
     }},
    {"CreateEventTrigStmt",
     [](Reading& r, Node n) {
         add_named(r, Action::create, ObjectKind::event_trigger, {string{n["trigname"].text()}});
     }},
    {"DropStmt", drop},
    {"RenameStmt", rename},
    {"AlterOwnerStmt", alter_any},
}};

}  // namespace

std::vector<string> parts_of(Node node) {
    if (node.tag() == "String") return {string{node.string()}};
    if (const Node type = node.as("TypeName")) return parts_of(type["names"]);
    if (const Node function = node.as("ObjectWithArgs")) return parts_of(function["objname"]);
    if (const Node list = node.as("List")) return parts_of(list["items"]);
    std::vector<string> parts;
    for (const Node each : node) {
        if (each.tag() == "String")
            parts.emplace_back(each.string());
        else if (each.tag() == "TypeName")
            for (auto& part : parts_of(each)) parts.push_back(std::move(part));
    }
    return parts;
}

Name name_of(const std::vector<string>& parts) {
    if (parts.empty()) return {};
    return {parts.size() > 1 ? parts[parts.size() - 2] : string{}, parts.back()};
}

Name relation_name(Node range_var) {
    return {string{range_var["schemaname"].text()}, string{range_var["relname"].text()}};
}

size_t Reading::offset_of(string_view name, size_t from) const {
    if (name.empty()) return from;
    auto token = std::lower_bound(tokens.begin(), tokens.end(), from,
                                  [](const Token& each, size_t offset) { return each.begin < offset; });
    for (; token != tokens.end(); ++token) {
        const string_view here = token->in(text);
        if (token->kind == TokenKind::word && is_word(here, name)) return token->begin;
        if (token->kind == TokenKind::identifier && identifier_name(here) == name) return token->begin;
    }
    return from;
}

void read_objects(Reading& reading, Node wrapped) {
    const string_view tag = wrapped.tag();
    if (tag == "AlterObjectSchemaStmt") return alter_any(reading, wrapped.inner());
    for (const auto& [known, handler] : handlers)
        if (known == tag) return handler(reading, wrapped.inner());
}

string_view name(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::table:
            return "table";
        case ObjectKind::foreign_table:
            return "foreign table";
        case ObjectKind::view:
            return "view";
        case ObjectKind::materialized_view:
            return "materialized view";
        case ObjectKind::index:
            return "index";
        case ObjectKind::sequence:
            return "sequence";
        case ObjectKind::column:
            return "column";
        case ObjectKind::constraint:
            return "constraint";
        case ObjectKind::trigger:
            return "trigger";
        case ObjectKind::policy:
            return "policy";
        case ObjectKind::rule:
            return "rule";
        case ObjectKind::function:
            return "function";
        case ObjectKind::procedure:
            return "procedure";
        case ObjectKind::aggregate:
            return "aggregate";
        case ObjectKind::type:
            return "type";
        case ObjectKind::domain:
            return "domain";
        case ObjectKind::schema:
            return "schema";
        case ObjectKind::extension:
            return "extension";
        case ObjectKind::publication:
            return "publication";
        case ObjectKind::event_trigger:
            return "event trigger";
        case ObjectKind::statistics:
            return "statistics";
        case ObjectKind::other:
            break;
    }
    return "object";
}

}  // namespace assay::sql
