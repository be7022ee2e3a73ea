// Rows of a "live" database (another one of the lab's) come into a copy of its schema, with what they refer to.
#include "lab/sample.h"

#include <algorithm>

#include "lab/test_server.h"

namespace assay::lab {

namespace {

constexpr const char* schema = R"(
create table region (id int primary key, parent int references region, name text not null);
create table customer (id int primary key, region int not null references region, name text, doubled int generated always as (id * 2) stored);
create table "Order" (id int generated always as identity primary key, customer int not null references customer, note text, tags text[], made timestamptz);
create table event (at date not null, id int, customer int references customer, primary key (at, id)) partition by range (at);
create table event_1 partition of event for values from ('2024-01-01') to ('2024-07-01');
create table event_2 partition of event for values from ('2024-07-01') to ('2025-01-01');
create materialized view per_customer as select customer, count(*) from "Order" group by customer;
create function stop() returns trigger language plpgsql as 'begin raise exception $$no$$; end';
)";

constexpr const char* rows = R"(
insert into region select i, nullif(i / 10, 0), 'region ' || i from generate_series(1, 500) i;
insert into customer select i, 1 + i % 500, E'a\tb\\c\n' || i from generate_series(1, 20000) i;
insert into "Order" (customer, note, tags, made) select 1 + i % 20000, case when i % 3 = 0 then null else 'it''s ' || i end, array['x"y', '\z'], timestamptz '2024-01-01' + i * interval '1 minute'
  from generate_series(1, 40000) i;
insert into event select date '2024-01-01' + i % 300, i, 1 + i % 20000 from generate_series(1, 9000) i;
create trigger no before insert on "Order" execute function stop();
analyze;
)";

}  // namespace

TEST_SUITE("lab: rows of a live base") {
    TEST_CASE("some rows of each table, and all that they refer to") {
        auto live_database = test_database(), copy = test_database();
        must(must(copy->connect()).query(schema));
        auto live = must(live_database->connect());
        must(live.query(std::string{schema} + rows));
        const auto sample = must(sample_rows(*copy, live, {.rows = 1000}));
        auto session = must(sample.database->connect());
        const auto count = [&](const std::string& query) { return std::stoi(value(session, "select count(*) from " + query)); };

        CHECK(count("\"Order\"") > 500);
        CHECK(count("\"Order\"") <= 1000);
        CHECK(count("customer") >= 1000);  // and those of orders and events
        CHECK(count("customer") < 5000);
        CHECK(count("region") >= 400);
        CHECK(count("event") > 500);
        CHECK(count("event_1") > 0);
        CHECK(count("event_2") > 0);
        CHECK(count("\"Order\" o where not exists (select from customer c where c.id = o.customer)") == 0);
        CHECK(count("event o where not exists (select from customer c where c.id = o.customer)") == 0);
        CHECK(count("customer o where not exists (select from region c where c.id = o.region)") == 0);
        CHECK(count("region o where parent is not null and not exists (select from region c where c.id = o.parent)") == 0);
        CHECK(count("per_customer") > 0);

        // Values are what they were.
        CHECK(count("customer where name <> E'a\\tb\\\\c\\n' || id or doubled <> id * 2") == 0);
        CHECK(count("\"Order\" where tags <> array['x\"y', '\\z'] or made <> timestamptz '2024-01-01' + id * interval '1 minute' or (id % 3 = 0) <> (note is null)") == 0);
        CHECK(sample.shares.at("public.\"Order\"") < 0.03);
        CHECK(sample.shares.at("public.event") < 0.12);
        REQUIRE(sample.notes.size() == 1);
        CHECK(sample.notes[0].starts_with("read from the live system, in one snapshot: "));
    }

    TEST_CASE("what may not be read, and what the copy lacks, is said") {
        auto live_database = test_database(), copy = test_database();
        must(must(copy->connect()).query("create table a (id int); create table b (id int)"));
        must(must(live_database->connect_as_superuser()).query("set search_path = public; create table a (id int); create table b (id int); create table c (id int); insert into a values (1); "
                                                              "insert into b values (2); create role reader_of_samples; grant select on a, c to reader_of_samples"));
        auto live = must(live_database->connect_as_superuser());
        must(live.query("set role reader_of_samples"));
        const auto sample = must(sample_rows(*copy, live, {.rows = 10}));
        auto session = must(sample.database->connect());
        CHECK(value(session, "select count(*) from a") == "1");
        CHECK(value(session, "select count(*) from b") == "0");
        const auto has = [&](const std::string& start) {
            return std::any_of(sample.notes.begin(), sample.notes.end(), [&](const auto& note) { return note.starts_with(start); });
        };
        CHECK(has("no rows of public.b: "));
        CHECK(has("no rows of public.c: the lab's copy of the schema lacks it"));
        must(live.query("reset role; drop owned by reader_of_samples; drop role reader_of_samples"));
    }
}

}  // namespace assay::lab
