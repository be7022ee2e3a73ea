// The private server: what it leaves behind, and what the user's SQL can't do in it.
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <future>
#include <thread>

#include "core/text.h"
#include "lab/test_server.h"
#include "world/cleanup.h"
#include "world/files.h"

namespace assay::lab {

namespace fs = std::filesystem;

namespace {

int postmaster_pid(const Server& server) {
    std::ifstream file{server.socket_folder() / "data" / "postmaster.pid"};
    int pid = 0;
    file >> pid;
    return pid;
}

}  // namespace

TEST_SUITE_BEGIN("lab: server");

TEST_CASE("a server is private while it runs and leaves nothing behind") {
    fs::path folder;
    int pid = 0;
    {
        const auto server = must(Server::start());
        folder = server->socket_folder();
        pid = postmaster_pid(*server);
        REQUIRE(pid > 0);
        CHECK(kill(pid, 0) == 0);
        struct stat status{};
        REQUIRE(stat(folder.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0700);
        CHECK(status.st_uid != 0);
        REQUIRE(stat(("/proc/" + std::to_string(pid)).c_str(), &status) == 0);
        CHECK(status.st_uid != 0);
        CHECK(folder.native().size() + 14 < 107);

        const auto database = must(server->create_database());
        auto session = must(database->connect());
        CHECK(value(session, "show listen_addresses").empty());
        CHECK(value(session, "show fsync") == "off");
        CHECK(value(session, "show timezone") == "UTC");
        CHECK(value(session,
                    "select datcollate || ' ' || pg_encoding_to_char(encoding) from pg_database "
                    "where datname = current_database()") == "C.UTF-8 UTF8");
        CHECK(server->version() / 10000 == server->installation().major);
    }
    CHECK(!fs::exists(folder));
    CHECK(kill(pid, 0) != 0);
}

TEST_CASE("servers run side by side") {
    std::vector<std::future<Result<std::unique_ptr<Server>>>> starting;
    for (int i = 0; i < 3; ++i)
        starting.push_back(std::async(std::launch::async, [] { return Server::start(); }));
    std::vector<std::unique_ptr<Server>> servers;
    for (auto& one : starting) servers.push_back(must(one.get()));
    for (auto& server : servers) {
        const auto database = must(server->create_database());
        auto session = must(database->connect());
        CHECK(value(session, "select 1") == "1");
    }
    CHECK(servers[0]->socket_folder() != servers[1]->socket_folder());
}

TEST_CASE("templates are made at once by many, and again when damaged") {
    // A cache of its own; below /var/tmp, where the server's user can reach it.
    const auto cache = must(PrivateFolder::make("/var/tmp", "cache-test"));
    chmod(cache.path().c_str(), 0755);
    const char* before = std::getenv("ASSAY_CACHE");
    const std::string saved = before ? before : "";
    setenv("ASSAY_CACHE", cache.path().c_str(), 1);
    {
        auto other = std::async(std::launch::async, [] { return Server::start(); });
        const auto first = must(Server::start());
        const auto second = must(other.get());
        CHECK(first->version() == second->version());
    }
    std::vector<fs::path> templates;
    for (const auto& entry : fs::directory_iterator{must(cache_folder())}) templates.push_back(entry.path());
    REQUIRE(templates.size() == 1);
    fs::resize_file(templates[0] / "global" / "pg_control", 100);
    CHECK(must(Server::start())->start_seconds() > 0);
    CHECK(fs::file_size(templates[0] / "global" / "pg_control") > 100);
    before ? setenv("ASSAY_CACHE", saved.c_str(), 1) : unsetenv("ASSAY_CACHE");
}

TEST_CASE("statistics are gathered when asked for") {
    const auto server = must(Server::start({.statistics = true}));
    const auto database = must(server->create_database());
    auto session = must(database->connect());
    CHECK(value(session, "show track_counts") == "on");
    CHECK(value(session, "show track_io_timing") == "on");
}

TEST_CASE("installations are listed newest first, and a missing version is named") {
    const auto known = installations();
    REQUIRE(!known.empty());
    for (std::size_t i = 1; i < known.size(); ++i) CHECK(known[i - 1].major >= known[i].major);
    for (const auto& one : known) CHECK(fs::exists(one.bin / "postgres"));
    const auto missing = choose_installation(7);
    REQUIRE(!missing);
    CHECK(missing.error().message.find("PostgreSQL 7 is not installed; found: ") == 0);
    CHECK(!Server::start({.major = 7}));
}

TEST_CASE("the owner's SQL reaches no file, no program, no other database and no power") {
    const auto database = test_database();
    const auto other = test_database();
    auto owner = must(database->connect());
    constexpr const char* forbidden = "42501";
    CHECK(failure(owner, "select pg_read_file('/etc/passwd')") == forbidden);
    CHECK(failure(owner, "select pg_ls_dir('/')") == forbidden);
    CHECK(failure(owner, "select lo_import('/etc/passwd')") == forbidden);
    CHECK(failure(owner, "create table stolen (line text); copy stolen from '/etc/passwd'") == forbidden);
    CHECK(failure(owner, "copy (select 1) to program 'id'") == forbidden);
    CHECK(failure(owner, "create role intruder") == forbidden);
    CHECK(failure(owner, "create database another") == forbidden);
    CHECK(failure(owner, "alter system set fsync = on") == forbidden);
    CHECK(failure(owner, "create extension postgres_fdw") == forbidden);
    CHECK(failure(owner, "create function f() returns int language c as 'libc', 'getpid'") == forbidden);
    CHECK(failure(owner, "create function f(int) returns int language internal as 'int4abs'") == forbidden);
    CHECK(failure(owner, "load 'dblink'") == forbidden);
    CHECK(failure(owner, "alter role current_user superuser") == forbidden);
    CHECK(failure(owner, "update pg_authid set rolsuper = true") == forbidden);
    CHECK(failure(owner, "set session authorization default; set allow_system_table_mods = on") == forbidden);

    auto root = must(database->connect_as_superuser());
    const auto superuser = value(root, "select current_user");
    CHECK(value(root, "select rolsuper from pg_roles where rolname = current_user") == "t");
    CHECK(failure(owner, "set role " + superuser) == forbidden);
    CHECK(failure(owner, "set session authorization " + superuser) == forbidden);
    must(owner.query("reset role; reset session authorization"));
    CHECK(value(owner, "select rolsuper from pg_roles where rolname = current_user") == "f");
    CHECK(value(owner,
                "select count(*) from pg_auth_members where member = (select oid from pg_roles "
                "where rolname = current_user)") == "0");

    const std::string user = value(owner, "select current_user");
    for (const std::string& name : {other->name(), std::string{"template1"}})
        CHECK(!pg::Connection::open("host=" + test_server().socket_folder().string() +
                                    " port=5432 user=" + user + " dbname=" + name));
}

TEST_CASE("a statement that takes all memory is stopped, and the server goes on") {
    const auto database = test_database();
    auto owner = must(database->connect());
    CHECK(failure(owner, "select array_agg(repeat('x', 1000000) || i) from generate_series(1, 1000000) i") == "53200");
    CHECK(value(owner, "select 1") == "1");
}

TEST_CASE("a database belongs to its owner, schema public too, and goes with its object") {
    std::string name;
    {
        const auto database = test_database();
        name = database->name();
        auto owner = must(database->connect());
        must(owner.query("create table t (id int primary key); create schema s; create extension citext"));
        CHECK(value(owner,
                    "select datdba::regrole = current_user::regrole from pg_database "
                    "where datname = current_database()") == "t");
        CHECK(value(owner, "select nspowner::regrole from pg_namespace where nspname = 'public'") ==
              "pg_database_owner");
        CHECK(value(owner, "select count(*) from pg_class where relnamespace = 'public'::regnamespace") ==
              "2");
    }
    const auto database = test_database();
    auto root = must(database->connect_as_superuser());
    CHECK(value(root, "select count(*) from pg_database where datname = '" + name + "'") == "0");
    CHECK(value(root, "select count(*) from pg_roles where rolname like 'assay\\_owner\\_%'") == "1");
}

TEST_CASE("a database that outlives its server can be destroyed and says why it is of no use") {
    auto server = must(Server::start());
    const auto database = must(server->create_database());
    server.reset();
    CHECK(database->connect().error().message.find("stopped") != std::string::npos);
    CHECK(!database->create_extension("citext", ""));
}

TEST_SUITE_END();

}  // namespace assay::lab
