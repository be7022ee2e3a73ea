#include <array>
#include <utility>

#include "sql/facts.h"

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

using Flag = std::optional<bool> Role::*;

constexpr std::array<std::pair<string_view, Flag>, 7> role_flags{{
    {"canlogin", &Role::login},
    {"inherit", &Role::inherit},
    {"bypassrls", &Role::bypass_rls},
    {"superuser", &Role::superuser},
    {"createrole", &Role::create_role},
    {"createdb", &Role::create_database},
    {"isreplication", &Role::replication},
}};

Role& add(Reading& reading, RoleAction action, string_view name, size_t offset) {
    Role role;
    role.action = action;
    role.name = name;
    role.offset = offset;
    return reading.out.roles.emplace_back(std::move(role));
}

string shape_of_password(string_view password, string_view role) {
    if (password.empty()) return {};  // PASSWORD NULL
    if (password.starts_with("SCRAM-SHA-256$")) return "scram";
    if (password.starts_with("md5") && password.size() == 35) return "md5";
    return password == role ? "name" : "text";
}

void read_options(Role& role, Node options) {
    for (const Node each : options) {
        const Node option = each.as("DefElem");
        if (option["defname"].text() == "password")
            role.password_shape = shape_of_password(option["arg"].as("String")["sval"].text(), role.name);
        for (const auto& [known, flag] : role_flags)
            if (option["defname"].text() == known)
                role.*flag = option["arg"].as("Boolean")["boolval"].boolean() ||
                             option["arg"].as("Integer")["ival"].integer() != 0;
    }
}

// A RoleSpec that the statement acts on; its name is empty for CURRENT_USER and the like.
Role& add_specified(Reading& reading, RoleAction action, Node role) {
    reading.own.insert(role.index());
    return add(reading, action, role["rolename"].text(), role.offset());
}

void create_role(Reading& reading, Node statement) {
    const string_view name = statement["role"].text();
    Role& role = add(reading, RoleAction::create, name, reading.offset_of(name));
    if (statement["stmt_type"].text() == "ROLESTMT_USER") role.login = true;
    read_options(role, statement["options"]);
}

void drop_roles(Reading& reading, Node statement) {
    for (const Node each : statement["roles"])
        add_specified(reading, RoleAction::drop, each.as("RoleSpec")).if_exists =
            statement["missing_ok"].boolean();
}

// GRANT role TO …: the granted ones are written as privileges.
void granted_roles(Reading& reading, Node statement) {
    for (const Node each : statement["granted_roles"]) {
        const string_view name = each.as("AccessPriv")["priv_name"].text();
        reading.search_from = reading.offset_of(name);
        add(reading, RoleAction::mention, name, reading.search_from);
    }
}

void set_role(Reading& reading, Node statement) {
    const string_view setting = statement["name"].text();
    if (setting != "role" && setting != "session_authorization") return;
    for (const Node value : statement["args"]) {
        const string_view name = value.as("A_Const")["sval"]["sval"].text();
        if (!name.empty() && name != "none")
            add(reading, RoleAction::mention, name, value.as("A_Const").offset());
    }
}

void mention_others(Reading& reading, Node wrapped) {
    for (std::uint32_t i = wrapped.index(); i < wrapped.end_of_subtree(); ++i) {
        const Node type = reading.tree.at(i);
        if (type.key() != "roletype" || type.text() != "ROLESPEC_CSTRING") continue;
        const Node role = type.parent();
        if (!reading.own.contains(role.index()))
            add(reading, RoleAction::mention, role["rolename"].text(), role.offset());
    }
}

}  // namespace

void read_roles(Reading& reading, Node wrapped) {
    const string_view tag = wrapped.tag();
    const Node statement = wrapped.inner();
    if (tag == "CreateRoleStmt") create_role(reading, statement);
    if (tag == "AlterRoleStmt")
        read_options(add_specified(reading, RoleAction::alter, statement["role"]), statement["options"]);
    if (tag == "DropRoleStmt") drop_roles(reading, statement);
    if (tag == "GrantRoleStmt") granted_roles(reading, statement);
    if (tag == "VariableSetStmt") set_role(reading, statement);
    if (tag == "RenameStmt" && statement["renameType"].text() == "OBJECT_ROLE") {
        const string_view name = statement["subname"].text();
        add(reading, RoleAction::alter, name, reading.offset_of(name));
    }
    mention_others(reading, wrapped);
}

}  // namespace assay::sql
