// What writes pay for indexes, row by row and by the server's counters.
#include "domain/query/advise/upkeep.h"

#include <doctest/doctest.h>

namespace assay::query {

namespace {

const Table& table() {
    static const Table made{.name = "public.t", .columns = {}};
    return made;
}

Roles writing(Roles::Write write, std::vector<std::string> columns = {}) {
    Roles roles;
    roles.written = &table();
    roles.write = write;
    roles.set_columns = std::move(columns);
    return roles;
}

IndexText index(std::vector<std::string> keys) { return {.table = "public.t", .keys = std::move(keys)}; }

constexpr double bytes = 1e6;

}  // namespace

TEST_SUITE("query: upkeep of indexes") {
    TEST_CASE("inserts pay one entry, deletes none, other tables' writes none") {
        const Counters none;
        const std::vector<ExistingIndex> existing;
        const Upkeep upkeep{none, existing};
        const double entry = Upkeep::entry_cost(bytes);
        CHECK(entry > 0);
        CHECK(Upkeep::entry_cost(1e9) > entry);
        CHECK(upkeep.of_row(writing(Roles::Write::insert), index({"a"}), bytes) == entry);
        CHECK(upkeep.of_row(writing(Roles::Write::remove), index({"a"}), bytes) == 0);
        CHECK(upkeep.of_row(writing(Roles::Write::insert), {.table = "public.other", .keys = {"a"}}, bytes) == 0);
        CHECK(upkeep.of_row(Roles{}, index({"a"}), bytes) == 0);
    }

    TEST_CASE("an update of the index's columns pays for the entries that it takes from HOT, too") {
        Counters counted;
        counted.tables["public.t"] = {.inserted = 10, .updated = 100, .hot_updated = 80, .deleted = 0};
        const std::vector<ExistingIndex> existing{{.name = "public.t_pkey", .table = "public.t", .columns = {"id"}}, {.name = "public.t_b", .table = "public.t", .columns = {"b"}}};
        const Upkeep upkeep{counted, existing};
        const double entry = Upkeep::entry_cost(bytes);
        CHECK(upkeep.of_row(writing(Roles::Write::update, {"c"}), index({"a"}), bytes) == doctest::Approx(0.2 * entry));
        CHECK(upkeep.of_row(writing(Roles::Write::update, {"a"}), index({"a"}), bytes) == doctest::Approx(entry * (1 + 0.8 * 2)));
        // With b the update is not HOT as it is.
        CHECK(upkeep.of_row(writing(Roles::Write::update, {"a", "b"}), index({"a"}), bytes) == doctest::Approx(entry));
        CHECK(upkeep.of_row(writing(Roles::Write::update, {"a"}), {.table = "public.t", .keys = {"c"}, .predicate = "a IS NULL"}, bytes) > entry);
        CHECK(names_column(index({"(lower(email))"}), "email"));
        CHECK_FALSE(names_column(index({"order_id"}), "id"));
        CHECK_FALSE(names_column(index({"\"id\""}), "id"));
    }

    TEST_CASE("what the server counted beyond the workload's writes") {
        Counters counted;
        counted.tables["public.t"] = {.inserted = 1000, .updated = 0, .hot_updated = 0, .deleted = 0};
        const std::vector<ExistingIndex> existing;
        const Upkeep upkeep{counted, existing};
        const double entry = Upkeep::entry_cost(bytes);
        const auto insert = writing(Roles::Write::insert);
        const std::vector<WriteLoad> loads{{&insert, 300}};
        CHECK(upkeep.of_workload(loads, index({"a"}), bytes, 0) == doctest::Approx(300 * entry));
        CHECK(upkeep.of_workload(loads, index({"a"}), bytes, 1) == doctest::Approx(1000 * entry));   // 700 more
        CHECK(upkeep.of_workload(loads, index({"a"}), bytes, 0.1) == doctest::Approx(300 * entry));  // fewer than the workload's
        CHECK(upkeep.of_workload({}, {.table = "public.other", .keys = {"a"}}, bytes, 1) == 0);
    }
}

}  // namespace assay::query
