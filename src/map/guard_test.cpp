#include "map/guard.h"

#include <doctest/doctest.h>

#include "face/session.h"

using namespace assay;

namespace {

std::string error_of(const Map& map, std::string_view sql) {
    auto query = map.prepare(sql);
    if (!query.ok()) return query.error();
    while (query.step()) continue;
    return query.error();
}

}  // namespace

TEST_CASE("guard: reads the map, and nothing else") {
    const auto map = build_map(Workspace{});
    {
        const MapGuard guard{*map, Milliseconds{5'000}};
        CHECK(error_of(*map, "select count(*) from tables") == "");
        CHECK(error_of(*map, "with recursive n(i) as (select 1 union all select i + 1 from n where i < 9) select upper(i) from n") == "");
        for (const char* sql : {"attach '/etc/passwd' as other", "pragma query_only = 0", "create temp table t (a)", "insert into tables (id) values (1)",
                                "delete from tables", "drop table tables", "select load_extension('x')", "vacuum into '/tmp/assay-guard-test'",
                                "begin", "analyze", "detach main", "reindex"}) {
            CAPTURE(sql);
            CHECK(error_of(*map, sql) != "");
        }
        CHECK(error_of(*map, "select length(zeroblob(1000000000))") != "");
    }
    CHECK(error_of(*map, "create temp table t (a)") != "");  // the map itself is read only, without a guard too
}

TEST_CASE("guard: a statement without an end is ended") {
    const auto map = build_map(Workspace{});
    const MapGuard guard{*map, Milliseconds{50}};
    const Stopwatch watch;
    CHECK(error_of(*map, "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n") != "");
    CHECK(watch.seconds() < 5);
}
