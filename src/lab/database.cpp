// The databases of a lab, and what their owners' SQL may rely on: roles, extensions, stubs.
#include <fmt/core.h>

#include <algorithm>
#include <thread>

#include "core/text.h"
#include "lab/extensions.h"
#include "lab/server_state.h"

namespace assay::lab {

using pg::quote_identifier;
using pg::quote_literal;

struct Database::State {
    Server* server = nullptr;
    std::weak_ptr<Server::State> running;
    std::string name, owner;
    std::vector<std::string> roles;  // the owner first
};

namespace {

constexpr std::string_view owner_prefix = "assay_owner_";
constexpr const char* no_rights = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION";

Error server_is_gone() { return {"the lab's server has been stopped", {}}; }

// A backend takes a moment to end after its client has gone; waiting for it here takes a millisecond or two,
// while the server itself looks only every 100 ms.
void wait_until_unused(Server::State& server, const std::string& database) {
    const std::string question =
        "select from pg_catalog.pg_stat_activity where datname = " + quote_literal(database);
    for (int i = 0; i < 50; ++i) {
        const auto users = server.maintenance->query(question);
        if (!users || users->size() == 0) return;
        std::this_thread::sleep_for(Milliseconds{1});
    }
}

// Copying files takes half the time of writing every page to the log (the way of 15 and later).
const char* how_to_copy(const Server::State& server) {
    return server.maintenance->server_version() >= 150000 ? " STRATEGY FILE_COPY" : "";
}

// The next two expect the caller to hold the server's mutex.
void release_role(Server::State& server, const std::string& role) {
    const auto uses = server.role_uses.find(role);
    if (uses == server.role_uses.end() || --uses->second > 0) return;
    server.role_uses.erase(uses);
    server.maintenance->query("DROP ROLE IF EXISTS " + quote_identifier(role));
}

void drop_database(Server::State& server, const std::string& name) {
    wait_until_unused(server, name);
    const bool can_force = server.maintenance->server_version() >= 130000;
    server.maintenance->query(fmt::format("DROP DATABASE IF EXISTS {}{}", quote_identifier(name),
                                          can_force ? " WITH (FORCE)" : ""));
}

Result<bool> role_exists(Server::State& server, std::string_view name) {
    const auto rows =
        server.maintenance->query("select from pg_catalog.pg_roles where rolname = " + quote_literal(name));
    if (!rows) return tl::unexpected(rows.error());
    return rows->size() > 0;
}

}  // namespace

Database::Database() : state_{std::make_unique<State>()} {}

Database::~Database() {
    const auto server = state_->running.lock();
    if (!server) return;
    const std::lock_guard lock{server->mutex};
    if (!server->maintenance) return;
    drop_database(*server, state_->name);
    // The owner last: it is the grantor of memberships among the others.
    for (auto role = state_->roles.rbegin(); role != state_->roles.rend(); ++role)
        release_role(*server, *role);
}

const std::string& Database::name() const { return state_->name; }
Server& Database::server() const { return *state_->server; }

Result<std::unique_ptr<Database>> Server::create_database() {
    auto& server = *state_;
    const std::lock_guard lock{server.mutex};
    std::unique_ptr<Database> made{new Database};
    auto& state = *made->state_;
    state.server = this;
    state.name = fmt::format("lab_{}", ++server.databases_made);
    state.owner = fmt::format("{}{}", owner_prefix, server.databases_made);
    const std::string name = quote_identifier(state.name), owner = quote_identifier(state.owner);
    auto done =
        server.maintain({fmt::format("CREATE ROLE {} LOGIN {} NOBYPASSRLS", owner, no_rights),
                         fmt::format("CREATE DATABASE {} OWNER {}{}", name, owner, how_to_copy(server)),
                         fmt::format("REVOKE ALL ON DATABASE {} FROM PUBLIC", name)});
    if (!done) {
        server.maintenance->query("DROP ROLE IF EXISTS " + owner);
        return tl::unexpected(done.error());
    }
    state.roles.push_back(state.owner);
    ++server.role_uses[state.owner];
    state.running = state_;
    if (version() < 150000) {  // from 15 on, schema public belongs to whoever owns the database
        auto inside = server.connect_as_superuser(state.name);
        if (inside) inside->query("ALTER SCHEMA public OWNER TO " + owner);
    }
    return made;
}

Result<std::unique_ptr<Database>> Server::copy_database(Database& original) {
    auto& server = *state_;
    const std::lock_guard lock{server.mutex};
    std::unique_ptr<Database> made{new Database};
    auto& state = *made->state_;
    state.server = this;
    state.name = fmt::format("lab_{}", ++server.databases_made);
    state.owner = original.state_->owner;  // what is in it belongs to that role
    const std::string name = quote_identifier(state.name), owner = quote_identifier(state.owner);
    wait_until_unused(server, original.name());
    std::vector<std::string> statements{
        fmt::format("CREATE DATABASE {} OWNER {} TEMPLATE {}{}", name, owner,
                    quote_identifier(original.name()), how_to_copy(server)),
        fmt::format("REVOKE ALL ON DATABASE {} FROM PUBLIC", name),
        // Settings of the database (ALTER DATABASE … SET) are not in it, but beside it.
        fmt::format(
            "INSERT INTO pg_catalog.pg_db_role_setting SELECT copy.oid, s.setrole, s.setconfig "
            "FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase, "
            "pg_catalog.pg_database copy WHERE d.datname = {} AND copy.datname = {}",
            quote_literal(original.name()), quote_literal(state.name))};
    const auto& roles = original.state_->roles;
    for (std::size_t i = 1; i < roles.size(); ++i)
        statements.push_back(
            fmt::format("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", name, quote_identifier(roles[i])));
    if (auto done = server.maintain(statements); !done) {
        drop_database(server, state.name);
        return tl::unexpected(done.error());
    }
    state.roles = roles;
    for (const auto& role : roles) ++server.role_uses[role];
    state.running = state_;
    return made;
}

Result<Database::Files> Database::files() const {
    const auto server = state_->running.lock();
    if (!server) return tl::unexpected(server_is_gone());
    return Files{server->folder->path() / "data", server->user};
}

Result<pg::Connection> Database::connect() const {
    const auto server = state_->running.lock();
    if (!server) return tl::unexpected(server_is_gone());
    return server->connect(state_->name, state_->owner);
}

Result<pg::Connection> Database::connect_as_superuser() const {
    const auto server = state_->running.lock();
    if (!server) return tl::unexpected(server_is_gone());
    return server->connect_as_superuser(state_->name);
}

// A session of the role itself: one that a superuser opened and gave to it could be taken back by the user's
// SQL (RESET SESSION AUTHORIZATION). Being allowed to log in is checked only at the door, so a role that is
// not gets that right for the moment of entering, and the catalogue keeps what the user wrote.
Result<pg::Connection> Database::connect_as(std::string_view role) const {
    const auto server = state_->running.lock();
    if (!server) return tl::unexpected(server_is_gone());
    const std::lock_guard lock{server->mutex};
    const auto& roles = state_->roles;
    if (std::find(roles.begin(), roles.end(), role) == roles.end())
        return fail(fmt::format("there is no role {} in this database of the lab", quote_identifier(role)));
    const std::string may_log_in =
        "select from pg_catalog.pg_roles where rolcanlogin and rolname = " + quote_literal(role);
    const auto rows = server->maintenance->query(may_log_in);
    if (!rows) return tl::unexpected(rows.error());
    if (rows->size() > 0) return server->connect(state_->name, role);
    const std::string alter = "ALTER ROLE " + quote_identifier(role);
    if (auto done = server->maintain({alter + " LOGIN"}); !done) return tl::unexpected(done.error());
    auto connection = server->connect(state_->name, role);
    if (auto done = server->maintain({alter + " NOLOGIN"}); !done) return tl::unexpected(done.error());
    return connection;
}

Result<bool> Database::create_role(std::string_view name, bool can_login, bool inherit, bool bypass_rls) {
    const auto server = state_->running.lock();
    if (!server) return tl::unexpected(server_is_gone());
    const std::lock_guard lock{server->mutex};
    auto& roles = state_->roles;
    if (std::find(roles.begin(), roles.end(), name) != roles.end()) return false;
    const auto exists = role_exists(*server, name);
    if (!exists) return tl::unexpected(exists.error());
    const auto uses = server->role_uses.find(name);
    // One of the system's (pg_monitor), which nobody gets, or another database's owner.
    if (*exists && (uses == server->role_uses.end() || starts_with(name, owner_prefix))) return false;

    const std::string role = quote_identifier(name);
    std::vector<std::string> statements;
    if (!*exists)
        statements.push_back(fmt::format("CREATE ROLE {} {} {} {} {}", role, no_rights,
                                         can_login ? "LOGIN" : "NOLOGIN", inherit ? "INHERIT" : "NOINHERIT",
                                         bypass_rls ? "BYPASSRLS" : "NOBYPASSRLS"));
    // With the admin option, so that the user's SQL can make its roles members of each other.
    statements.push_back(
        fmt::format("GRANT {} TO {} WITH ADMIN OPTION", role, quote_identifier(state_->owner)));
    statements.push_back(
        fmt::format("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", quote_identifier(state_->name), role));
    if (auto done = server->maintain(statements); !done) {
        if (!*exists) server->maintenance->query("DROP ROLE IF EXISTS " + role);
        return tl::unexpected(done.error());
    }
    roles.emplace_back(name);
    ++server->role_uses[std::string{name}];
    return true;
}

namespace {

// "stub", a version, or nothing when the extension is not in the database.
Result<std::optional<std::string>> extension_version(pg::Connection& session, std::string_view name) {
    const auto rows = session.query("select extversion from pg_catalog.pg_extension where extname = $1",
                                    pg::Parameters{std::string{name}});
    if (!rows) return tl::unexpected(rows.error());
    if (rows->size() == 0) return std::optional<std::string>{};
    return std::optional{std::string{rows->text(0, 0)}};
}

Result<void> run_in_transaction(pg::Connection& session, const std::string& sql) {
    auto done = session.query("BEGIN;\n" + sql + ";\nCOMMIT");
    if (done) return {};
    session.query("ROLLBACK");
    return tl::unexpected(done.error());
}

Result<void> load_stub(pg::Connection& session, std::string_view name, std::string_view sql,
                       const std::string& schema, const std::string& owner) {
    // The name comes from the user's SQL, and is put into texts within texts that a superuser runs.
    if (schema.find_first_of("'$\\") != schema.npos)
        return fail(
            fmt::format("a stub can't be put into the schema \"{}\": its name has a quote, $ or \\", schema));
    std::string text = replaced(std::string{sql}, "@schema@", quote_identifier(schema));
    text = replaced(std::move(text), "@owner@", quote_identifier(owner));
    // Functions that a newer server has stand where they would be found there: in pg_catalog.
    text = fmt::format(
        "SET LOCAL allow_system_table_mods = on;\nSET LOCAL check_function_bodies = off;\n{}\n;{}", text,
        registration(name, schema, owner));
    auto done = run_in_transaction(session, text);
    if (!done) return fail(fmt::format("the stub of {} was refused: {}", name, done.error().message));
    return {};
}

}  // namespace

Result<Database::Extension> Database::create_extension(std::string_view name, std::string_view schema) {
    if (const auto refusal = refusal_of_extension(name); !refusal.empty()) return fail(refusal);
    auto session = connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    const auto version = extension_version(*session, name);
    if (!version) return tl::unexpected(version.error());
    if (*version) return **version == "stub" ? Extension::stubbed : Extension::created;

    const std::string place{schema.empty() ? "public" : schema};
    if (state_->server->has_extension(name)) {
        // It belongs to the owner, as it would if the owner had been allowed to create it: so that the
        // user's SQL can comment on it and drop it.
        const auto made = run_in_transaction(
            *session,
            fmt::format("SET LOCAL search_path = public;\nCREATE EXTENSION {}{} CASCADE;\n"
                        "UPDATE pg_catalog.pg_extension SET extowner = (SELECT oid FROM pg_catalog.pg_roles "
                        "WHERE rolname = {}) WHERE extname <> 'plpgsql'",
                        quote_identifier(name), schema.empty() ? "" : " SCHEMA " + quote_identifier(schema),
                        quote_literal(state_->owner)));
        if (!made) return tl::unexpected(made.error());
        return Extension::created;
    }
    if (adds_no_objects(name)) {
        auto done = load_stub(*session, name, "", place, state_->owner);
        if (!done) return tl::unexpected(done.error());
        return Extension::stubbed;
    }
    const Shim shim = find_shim(name);
    if (shim.sql.empty())
        return fail(fmt::format("the server lacks the extension {}, and the lab has no stub of it", name));
    const auto there =
        session->query("select from pg_catalog.pg_namespace where nspname = $1", pg::Parameters{place});
    if (there && there->size() == 0) return fail(fmt::format("schema \"{}\" does not exist", place));
    if (auto done = load_stub(*session, name, shim.sql, place, state_->owner); !done)
        return tl::unexpected(done.error());
    return Extension::stubbed;
}

Result<void> Database::create_shim(std::string_view name) {
    const Shim shim = find_shim(name);
    if (shim.sql.empty()) return fail(fmt::format("the lab has no stub named {}", name));
    if (shim.before != 0 && state_->server->version() / 10000 >= shim.before) return {};
    if (!shim.requires_shim.empty())
        if (auto done = create_shim(shim.requires_shim); !done) return done;
    for (const auto& role : shim.roles)
        if (auto made = create_role(role.name, role.login, role.inherit, role.bypass_rls); !made)
            return tl::unexpected(made.error());
    auto session = connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    const auto version = extension_version(*session, name);
    if (!version) return tl::unexpected(version.error());
    if (*version) return {};
    return load_stub(*session, name, shim.sql, "public", state_->owner);
}

}  // namespace assay::lab
