#include "domain/postgres/read/catalogue_reader.h"

#include <fmt/core.h>

#include "lab/test_server.h"

namespace assay::postgres {

namespace {

Catalogue read(lab::Database& database, pg::Connection* helper) {
    auto connection = lab::must(database.connect());
    Catalogue catalogue;
    lab::must(read_catalogue(connection, {.classes = {"S"}, .helper = helper}, catalogue));
    return catalogue;
}

void check_same(const Catalogue& a, const Catalogue& b) {
    REQUIRE(a.rows.size() == b.rows.size());
    for (std::size_t i = 0; i < a.rows.size(); ++i) {
        INFO(a.rows[i].table);
        CHECK(a.rows[i].table == b.rows[i].table);
        CHECK(a.rows[i].values == b.rows[i].values);
    }
}

}  // namespace

TEST_SUITE("postgres") {
    TEST_CASE("catalogue: two sessions read what one reads") {
        const auto database = lab::test_database();
        auto session = lab::must(database->connect());
        lab::must(session.query("create table parent (id bigint primary key); "
                                "create table child (id bigint primary key, parent_id bigint references parent, name text check (name <> ''))"));
        auto helper = lab::must(database->connect());
        const auto alone = read(*database, nullptr), shared = read(*database, &helper);
        CHECK(alone.find("constraints")->rows() == 4);
        check_same(alone, shared);
    }

    TEST_CASE("catalogue: a helper that is of no use costs nothing but time") {
        const auto database = lab::test_database();
        auto session = lab::must(database->connect());
        lab::must(session.query("create table parent (id bigint primary key)"));
        auto gone = lab::must(database->connect());
        lab::must(database->connect_as_superuser()).query(fmt::format("select pg_terminate_backend({})", gone.backend_pid()));
        check_same(read(*database, nullptr), read(*database, &gone));
    }

    TEST_CASE("catalogue: a query is written for the version and the session") {
        CHECK(query_for_version("select /*150000+*/ a /*else*/ b /*end*/, :lab", 150018, true) == "select  a , true");
        CHECK(query_for_version("select /*150000+*/ a /*else*/ b /*end*/, :lab", 140000, false) == "select  b , false");
        CHECK(query_for_version("where pid <> :helper", 150018, false) == "where pid <> 0");
        CHECK(query_for_version("where pid <> :helper", 150018, false, 42) == "where pid <> 42");
    }
}

}  // namespace assay::postgres
