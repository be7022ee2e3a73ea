#include "domain/postgres/live_query/statement.h"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::postgres::live;

namespace {

Result<Statement> read(std::string_view text) {
    Result<Statement> statement = fail("not read");
    REQUIRE(sql::with_parser_thread([&](const sql::Parser& parser) { statement = read_question(parser, text); }));
    return statement;
}

}  // namespace

TEST_CASE("live query: one query, or EXPLAIN of one") {
    for (const auto* good : {"select 1", " select 1 ; ", "values (1)", "table t", "with a as (select 1) select * from a", "(select 1) union select 2", "explain select 1",
                             "EXPLAIN (ANALYZE, format json) select 1", "explain analyze verbose select 1", "select json_value(j, '$' returning int) from t"}) {
        CAPTURE(good);
        CHECK(read(good));
    }
    for (const auto* bad : {"", " -- x", "select 1; select 2", "insert into t values (1)", "select 1 into t", "select * from t for update", "with a as (delete from t returning *) select * from a",
                            "explain insert into t values (1)", "explain analyze create table t as select 1", "explain explain select 1", "explain (analyze) select 1; drop table t",
                            "explain (analyze, evil) select 1", "explain (analyze 'on') select 1", "explain (analyze", "explain", "select $1", "show all", "commit", "select 1 where exists (select 1 for share)"}) {
        CAPTURE(bad);
        CHECK_FALSE(read(bad));
    }
}

TEST_CASE("live query: EXPLAIN's options are written anew") {
    CHECK(read("explain ( ANALYZE , Costs off ) select 1")->explain == "explain (analyze, costs off) ");
    CHECK(read("explain ( ANALYZE , Costs off ) select 1")->query == "select 1");
    CHECK(read("explain analyse select 1")->explain == "explain (analyze) ");
}

TEST_CASE("live query: every word that could name an object is told") {
    const auto statement = read("select a.\"B c\", evil.f(x) from t as s where x operator(evil.===) 'lit' and y::evil.kind is null");
    REQUIRE(statement);
    for (const auto* word : {"B c", "evil", "f", "t", "===", "lit", "kind"}) CHECK_MESSAGE(statement->words.count(word) == 1, word);
    const auto newer = read("select json_value(j, '$' returning evil.kind) from U&\"t\"");
    REQUIRE(newer);
    CHECK(newer->words.count("kind") == 1);
    CHECK(newer->words.count("") == 1);
}
