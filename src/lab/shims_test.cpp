// The stubs: each loads, and what schemas do with it works.
#include "core/catalogue.h"
#include "lab/extensions.h"
#include "lab/test_server.h"

namespace assay::lab {

TEST_SUITE_BEGIN("lab: shims");

TEST_CASE("every stub loads into a database, as its owner can see") {
    const auto names = shim_names();
    CHECK(names.size() >= 10);
    for (const auto& name : names) {
        CAPTURE(name);
        const auto database = test_database();
        if (find_shim(name).kind == Shim::Kind::extension && !test_server().has_extension(name))
            CHECK(must(database->create_extension(name, "")) == Database::Extension::stubbed);
        else
            must(database->create_shim(name));
        must(database->create_shim(name));  // again: nothing more to do
        const int before = find_shim(name).before;
        if (before != 0 && test_server().version() / 10000 >= before) continue;  // the server has it itself
        auto owner = must(database->connect());
        CHECK(value(owner, "select extversion from pg_extension where extname = '" + name + "'") == "stub");
    }
}

TEST_CASE("postgis: columns, modifiers, indexes and functions") {
    const auto database = test_database();
    REQUIRE(must(database->create_extension("postgis", "public")) == Database::Extension::stubbed);
    auto owner = must(database->connect());
    must(
        owner.query("create table place (id int primary key, at geometry(Point,4326) not null, "
                    "line geometry(LineStringZM), area geography(polygon, 4326), plain geometry)"));
    must(owner.query("create index on place using gist (at)"));
    must(owner.query("create index on place using gist (area)"));
    must(
        owner.query("insert into place select i, 'POINT(' || i || ' 2)', null, null, st_makepoint(i, 2) "
                    "from generate_series(1, 2000) i"));
    must(owner.query(
        "select * from place where st_dwithin(at, st_setsrid(st_makepoint(1, 2), 4326)::geography, 10)"));
    CHECK(value(owner,
                "select string_agg(format_type(atttypid, atttypmod), '; ' order by attnum) from pg_attribute "
                "where attrelid = 'place'::regclass and attnum > 1") ==
          "geometry(Point,4326); geometry(LineStringZM); geography(Polygon,4326); geometry");
    const std::string found = "select count(*) from place where at && 'POINT(7 2)'::geometry";
    must(owner.query("set enable_seqscan = off"));
    CHECK(value(owner, found) == "1");
    CHECK(value(owner, "select count(distinct at) from place") == "2000");
    CHECK(failure(owner, "create table bad (at geometry(Cube,4326))") == "22023");
    must(owner.query("comment on extension postgis is 'maps'"));
}

TEST_CASE("postgis in another schema, and none in a schema that is not there") {
    const auto database = test_database();
    CHECK(!database->create_extension("postgis", "nowhere"));
    auto owner = must(database->connect());
    must(owner.query("create schema \"My Maps\""));
    must(database->create_extension("postgis", "My Maps"));
    must(owner.query("create table place (at \"My Maps\".geometry(Point,4326))"));
}

TEST_CASE("vector: modifiers, distances and index methods") {
    const auto database = test_database();
    must(database->create_extension("vector", ""));
    auto owner = must(database->connect());
    must(owner.query("create table item (id int primary key, embedding vector(3), half halfvec(4))"));
    must(owner.query("insert into item values (1, '[1,2,3]', null), (2, '[4,5,6]', '[1,1,1,1]')"));
    must(owner.query("create index on item using hnsw (embedding vector_cosine_ops)"));
    must(owner.query("create index on item using ivfflat (embedding)"));
    CHECK(value(owner,
                "select format_type(atttypid, atttypmod) from pg_attribute where attname = 'embedding' "
                "and attrelid = 'item'::regclass") == "vector(3)");
    CHECK(value(owner, "select id from item order by embedding <-> '[4,5,7]' limit 1") == "2");
    CHECK(value(owner, "select round((embedding <-> '[1,2,5]')::numeric, 6) from item where id = 1") ==
          "2.000000");
    CHECK(value(owner, "select round((embedding <=> '[2,4,6]')::numeric, 6) from item where id = 1") ==
          "0.000000");
    CHECK(value(owner, "select avg(embedding) from item") == "[2.5,3.5,4.5]");
    CHECK(value(owner, "select array[1,2,3]::vector") == "[1,2,3]");
}

TEST_CASE("uuidv7 is found without a schema, is of version 7, and grows") {
    const auto database = test_database();
    must(database->create_shim("uuidv7"));
    auto owner = must(database->connect());
    must(owner.query("set search_path = ''"));
    CHECK(value(owner, "select uuid_extract_version(uuidv7())") == "7");
    CHECK(
        value(owner,
              "select abs(extract(epoch from uuid_extract_timestamp(uuidv7()) - clock_timestamp())) < 0.1") ==
        "t");
    CHECK(value(owner, "select uuidv7(interval '-1 day') < uuidv7()") == "t");
    must(owner.query("create table public.event (id uuid primary key default uuidv7())"));
}

TEST_CASE("functions of newer servers work as they do there") {
    const auto database = test_database();
    must(database->create_shim("postgres18"));
    auto owner = must(database->connect());
    CHECK(value(owner, "select array_sort(array[3,1,2])") == "{1,2,3}");
    CHECK(value(owner, "select array_sort(array[3,1,2], true)") == "{3,2,1}");
    CHECK(value(owner, "select array_reverse(array['a','b'])") == "{b,a}");
    CHECK(value(owner, "select any_value(x) from (values (5)) v(x)") == "5");
    CHECK(value(owner, "select to_bin(10) || to_bin(0)") == "10100");
    CHECK(value(owner, "select bool_and(random(1, 3) between 1 and 3) from generate_series(1, 50)") == "t");
    CHECK(value(owner,
                "select pg_input_is_valid('12', 'integer')::text || pg_input_is_valid('x', 'integer')") ==
          "truefalse");
}

TEST_CASE("supabase: policies by auth.uid() hold, seen as the platform's roles") {
    const auto database = test_database();
    must(database->create_shim("supabase"));
    auto owner = must(database->connect());
    must(
        owner.query("create table note (id int primary key, author uuid references auth.users, body text);"
                    "alter table note enable row level security;"
                    "create policy own on note to authenticated using (author = auth.uid());"
                    "create policy pictures on storage.objects for select using (bucket_id = 'pictures');"
                    "alter publication supabase_realtime add table note;"
                    "insert into auth.users (id) values ('00000000-0000-0000-0000-000000000001'), "
                    "('00000000-0000-0000-0000-000000000002');"
                    "insert into note values (1, '00000000-0000-0000-0000-000000000001', 'a'), "
                    "(2, '00000000-0000-0000-0000-000000000002', 'b')"));
    auto visitor = must(database->connect_as("authenticated"));
    must(visitor.query(
        "select set_config('request.jwt.claims', "
        "'{\"sub\": \"00000000-0000-0000-0000-000000000002\", \"role\": \"authenticated\"}', false)"));
    CHECK(value(visitor, "select string_agg(body, '') from note") == "b");
    CHECK(value(visitor, "select auth.role()") == "authenticated");
    auto service = must(database->connect_as("service_role"));
    CHECK(value(service, "select count(*) from note") == "2");
    auto anonymous = must(database->connect_as("anon"));
    CHECK(value(anonymous, "select count(*) from note") == "0");
}

TEST_CASE("cron, partman and timescaledb take their usual calls") {
    const auto database = test_database();
    auto owner = must(database->connect());
    must(owner.query("create schema partman"));
    must(database->create_extension("pg_cron", ""));
    must(database->create_extension("pg_partman", "partman"));
    must(database->create_extension("timescaledb", ""));
    must(owner.query("select cron.schedule('nightly', '0 3 * * *', 'vacuum')"));
    CHECK(value(owner, "select command from cron.job where jobname = 'nightly'") == "vacuum");
    must(owner.query("create table event (at timestamptz not null, value int) partition by range (at)"));
    must(
        owner.query("select partman.create_parent(p_parent_table := 'public.event', p_control := 'at', "
                    "p_type := 'native', p_interval := 'daily')"));
    must(owner.query("create table reading (at timestamptz not null, value int)"));
    must(
        owner.query("select create_hypertable('reading', 'at', chunk_time_interval => interval '1 day', "
                    "if_not_exists => true)"));
    must(owner.query("select create_hypertable('reading', by_range('at', interval '1 day'))"));
    must(owner.query("select add_retention_policy('reading', interval '30 days')"));
    CHECK(value(owner, "select time_bucket('15 minutes', timestamptz '2024-05-01 10:17Z')") ==
          "2024-05-01 10:15:00+00");
    must(owner.query("select first(value, at), last(value, at) from reading"));
}

TEST_CASE("what the stubs made belongs to an extension, so readers can leave it out") {
    const auto database = test_database();
    must(database->create_extension("postgis", ""));
    auto owner = must(database->connect());
    CHECK(value(owner,
                "select count(*) from pg_proc p where p.pronamespace = 'public'::regnamespace and not exists "
                "(select from pg_depend d where d.objid = p.oid and d.deptype = 'e')") == "0");
    CHECK(value(owner,
                "select count(*) from pg_class c where c.relnamespace = 'public'::regnamespace "
                "and c.relkind in ('r', 'v') and not exists "
                "(select from pg_depend d where d.objid = c.oid and d.deptype = 'e')") == "0");
}

TEST_SUITE_END();

}  // namespace assay::lab
