#include "map/map.h"

#include <doctest/doctest.h>

#include "map/definitions.h"
#include "map/twin.h"

namespace assay {

namespace {

constexpr std::string_view definitions =
    "create table counters (\n"
    "    id integer primary key, -- S: map id\n"
    "    scans integer           -- T: how often\n"
    ");\n"
    "create view scanned as select id, scans from counters where scans > 0;\n";

void fill(MapBuilder& builder) {
    builder.define(definitions, "test");
    builder.execute("insert into counters values (1, 5), (2, 0), (3, 7)");
}

}  // namespace

TEST_SUITE("map") {
    TEST_CASE("map: a statement needs the classes of the columns that it reads, through views too") {
        MapBuilder builder;
        fill(builder);
        const auto map = builder.finish();
        CHECK(map->judge("select id from counters")->needs == Needs{"S"});
        CHECK(map->judge("select count(*) from counters")->needs == Needs{"S"});
        CHECK(map->judge("select count(*) from scanned")->needs == Needs{"ST"});
        CHECK_FALSE(map->judge("select nothing from counters").has_value());
    }

    TEST_CASE("map: a kept table hides its view, and needs what the view needs") {
        MapBuilder builder;
        fill(builder);
        builder.keep("create temp table scanned as select * from main.scanned", "test");
        const auto map = builder.finish();
        CHECK(map->value("select group_concat(id) from scanned") == "1,3");
        CHECK(map->judge("select id from scanned")->needs == Needs{"ST"});
        CHECK(map->value("select type from main.sqlite_schema where name = 'scanned'") == "view");
    }

    TEST_CASE("map: a twin has the same rows, kept ones too, needs what the map needs, and outlives it") {
        MapBuilder builder;
        fill(builder);
        builder.keep("create temp table scanned as select * from main.scanned; create index temp.by_id on scanned (id)", "test");
        const auto id = builder.add_database("postgres", "a.sql", "file", "a", 150000, "owner");
        builder.set_available(id, 'S', "read", {});
        auto map = builder.finish();
        MapImage image{*map};
        map.reset();
        const auto twin = image.open([](sqlite3*) {});
        REQUIRE(twin);
        CHECK(twin->value("select group_concat(id) from scanned") == "1,3");
        CHECK(twin->value("select sum(scans) from counters") == "12");
        CHECK(twin->judge("select id from counters")->needs == Needs{"S"});
        CHECK(twin->judge("select id from scanned")->needs == Needs{"ST"});
        CHECK(twin->databases() == std::vector{id});
        CHECK(twin->available(id, 'S'));
        for (const char* change : {"delete from counters", "drop view scanned", "create temp table other (a)"})
            CHECK_FALSE(twin->prepare(change).step());
        CHECK(twin->value("select count(*) from counters") == "3");
    }

    TEST_CASE("map: the reference names the columns of tables and views, and every class that is used") {
        MapBuilder builder;
        fill(builder);
        builder.define("-- How often a day.\ncreate view often as select id, scans / 7 as scans_a_day from counters;\n"
                       "create table walks (\n    length integer -- P: metres\n);\n", "test");
        const auto text = map_reference(*builder.finish());
        CHECK(text.find("it reads: P program, S schema, T statistics.") != text.npos);
        CHECK(text.find("## counters\n\n\n\n| column | type | class | holds |\n|---|---|---|---|\n| id | integer | S | map id |\n") != text.npos);
        CHECK(text.find("## often (view)\n\nHow often a day.\n\n| column | type | class | holds |\n|---|---|---|---|\n"
                        "| id | integer | ST | map id |\n| scans_a_day |  | ST |  |\n") != text.npos);
    }

    TEST_CASE("map: what was read of which database") {
        MapBuilder builder;
        const auto id = builder.add_database("postgres", "a.sql", "file", "a", 150000, "owner");
        builder.set_available(id, 'S', "read", {});
        builder.set_available(id, 'D', "empty", "no rows");
        builder.set_available(id, 'T', "not read", "a file");
        const auto map = builder.finish();
        CHECK(map->databases() == std::vector{id});
        CHECK(map->available(id, 'S'));
        CHECK(map->available(id, 'D'));
        CHECK_FALSE(map->available(id, 'T'));
        CHECK_FALSE(map->available(id, 'L'));
        CHECK(map->why_not_available(id, 'T') == "a file");
    }
}

}  // namespace assay
