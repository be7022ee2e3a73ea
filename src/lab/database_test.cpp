// Roles, row security, extensions and copies in a database of the lab.
#include "lab/test_server.h"

namespace assay::lab {

TEST_SUITE_BEGIN("lab: database");

TEST_CASE("roles: made once, without power, as the user wrote them") {
    const auto database = test_database();
    CHECK(must(database->create_role("Odd \"name\"", false, false, true)));
    CHECK(!must(database->create_role("Odd \"name\"", true, true, false)));
    CHECK(must(database->create_role("postgres", true, true, false)));
    auto owner = must(database->connect());
    CHECK(value(owner,
                "select concat_ws(' ', rolcanlogin, rolinherit, rolbypassrls, rolsuper, rolcreaterole) "
                "from pg_roles where rolname = 'Odd \"name\"'") == "f f t f f");
    must(
        owner.query("grant create on schema public to postgres; create table t (id int); "
                    "alter table t owner to postgres; create index on t (id); "
                    "grant postgres to \"Odd \"\"name\"\"\"; set role postgres; reset role"));
    auto as_role = must(database->connect_as("Odd \"name\""));
    CHECK(value(as_role, "select session_user") == "Odd \"name\"");
    CHECK(value(owner, "select rolcanlogin from pg_roles where rolname = 'Odd \"name\"'") == "f");
    must(as_role.query("reset session authorization; reset role; create temporary table x (id int)"));
    CHECK(value(as_role, "select current_user") == "Odd \"name\"");
    CHECK(!database->connect_as("nobody at all"));
    CHECK(!must(database->create_role("pg_monitor", false, true, false)));
    CHECK(!database->create_role("pg_mine", false, true, false));
}

TEST_CASE("a role serves two databases and goes with the last") {
    auto first = test_database();
    const auto witness = test_database();
    auto root = must(witness->connect_as_superuser());
    const std::string count = "select count(*) from pg_roles where rolname = 'shared_role'";
    {
        const auto second = test_database();
        CHECK(must(first->create_role("shared_role", false, true, false)));
        CHECK(must(second->create_role("shared_role", false, true, false)));
        must(must(first->connect()).query("create table t (id int); grant select on t to shared_role"));
        must(must(second->connect()).query("create table t (id int); grant select on t to shared_role"));
        must(second->connect_as("shared_role"));
        first.reset();
        CHECK(value(root, count) == "1");
    }
    CHECK(value(root, count) == "0");
}

TEST_CASE("row security is felt by the role that it is written for") {
    const auto database = test_database();
    must(database->create_role("clerk", false, true, false));
    auto owner = must(database->connect());
    must(owner.query(
        "create table orders (id int primary key, clerk name); grant select, insert on orders to clerk;"
        "alter table orders enable row level security;"
        "create policy own on orders to clerk using (clerk = current_user);"
        "insert into orders values (1, 'clerk'), (2, 'somebody')"));
    CHECK(value(owner, "select count(*) from orders") == "2");
    auto clerk = must(database->connect_as("clerk"));
    CHECK(value(clerk, "select string_agg(id::text, ',') from orders") == "1");
    CHECK(failure(clerk, "insert into orders values (3, 'somebody')") == "42501");
}

TEST_CASE("extensions: harmless ones are there, others are refused with a reason") {
    const auto database = test_database();
    auto owner = must(database->connect());
    CHECK(must(database->create_extension("hstore", "")) == Database::Extension::created);
    CHECK(must(database->create_extension("earthdistance", "")) == Database::Extension::created);
    must(owner.query(
        "select ll_to_earth(1, 2); comment on extension hstore is 'pairs'; drop extension hstore"));
    must(owner.query("create schema tools"));
    must(database->create_extension("pg_trgm", "tools"));
    CHECK(value(owner, "select tools.similarity('a', 'a')") == "1");
    CHECK(must(database->create_extension("pgaudit", "")) == Database::Extension::stubbed);

    for (const char* name : {"dblink", "file_fdw", "postgres_fdw", "adminpack", "plpython3u"}) {
        const auto refused = database->create_extension(name, "");
        REQUIRE(!refused);
        CHECK(refused.error().message.find(std::string{"the lab does not load "} + name) == 0);
    }
    CHECK(!database->create_extension("no_such_thing", ""));
    CHECK(!database->create_extension("../shims/vector", ""));
    CHECK(!database->create_extension("supabase", ""));
    must(owner.query("create schema \"a'b\""));
    CHECK(!database->create_extension("vector", "a'b"));
    CHECK(!database->create_shim("no_such_stub"));
}

TEST_CASE("hypopg makes hypothetical indexes for the owner") {
    if (!test_server().has_extension("hypopg")) {
        MESSAGE("skipped: the server lacks hypopg");
        return;
    }
    const auto database = test_database();
    must(database->create_extension("hypopg", ""));
    auto owner = must(database->connect());
    must(owner.query("create table t as select i as id from generate_series(1, 10000) i; analyze t"));
    must(owner.query("select hypopg_create_index('create index on t (id)')"));
    CHECK(value(owner, "explain select * from t where id = 7").find("Index Only Scan") == 0);
}

TEST_CASE("a copy has everything in it, and both lives are separate") {
    auto original = test_database();
    must(original->create_role("reader", false, true, false));
    {
        auto owner = must(original->connect());
        must(owner.query("create table t (id int); insert into t values (1); grant select on t to reader"));
        must(owner.query("alter database " + original->name() + " set search_path = public, pg_catalog"));
    }
    const auto copy = must(test_server().copy_database(*original));
    must(must(original->connect()).query("delete from t"));
    original.reset();
    auto owner = must(copy->connect());
    must(owner.query("insert into t values (2)"));
    CHECK(value(owner, "show search_path") == "public, pg_catalog");
    auto reader = must(copy->connect_as("reader"));
    CHECK(value(reader, "select count(*) from t") == "2");
}

TEST_SUITE_END();

}  // namespace assay::lab
