// Shapes of statements: what is one query and what is not.
#include "domain/query/read/shape.h"

#include <doctest/doctest.h>

#include <string>

namespace assay::query {

namespace {

std::string shown(std::string_view statement) {
    Shaper shaper;
    return shown_form(shaper.normal_form(statement));
}

bool same(std::string_view a, std::string_view b) { return shown(a) == shown(b); }

}  // namespace

TEST_SUITE("query: shape") {
    TEST_CASE("literals, comments, blanks and case do not matter") {
        CHECK(shown("SELECT  *\n\tFROM Orders -- all of them\n WHERE id=42;") == "select * from orders where id = $1");
        CHECK(same("select 1", "select 2.5e-3"));
        CHECK(same("select 'a'", "select E'it\\'s'"));
        CHECK(same("select 'it''s'", "select $q$ a $x$ b $q$"));
        CHECK(same("select /* a /* nested */ 1 */ 5", "select $1"));
        CHECK(same("select a from t where b = -1", "select a from t where b=1"));
        CHECK(same("select x'ff', b'01', U&'\\0041', n'x'", "select 1,2,3,4"));
        CHECK(shown("select count(*), T.* from t") == "select count(*), t.* from t");
        CHECK(shown("select a-1, b - 2") == "select a - $1, b - $2");
        CHECK(shown("select a->'b'->-1, c::int[]") == "select a -> $1 -> $2, c::int[]");
        CHECK(shown("select interval '1 day'") == "select interval $1");
    }

    TEST_CASE("what differs in more than literals stays apart") {
        CHECK_FALSE(same("select a from t", "select b from t"));
        CHECK_FALSE(same("select \"A\" from t", "select a from t"));
        CHECK_FALSE(same("select address12 from t", "select address13 from t"));
        CHECK_FALSE(same("select t.a12 from t", "select t.a13 from t"));
        CHECK_FALSE(same("select * from t where a = 1", "select * from t where a = 1 limit 1"));
        CHECK_FALSE(same("select 'a' || b", "select 'a' || c"));
    }

    TEST_CASE("lists of equal elements are one") {
        CHECK(shown("select * from t where a in (1, 2,3)") == "select * from t where a in ($1 /*, ... */)");
        CHECK(same("select * from t where a in (1,2)", "select * from t where a in (1,2,3,4,5,6)"));
        CHECK(same("select 1 where (a,b) in ((1,2),(3,4))", "select 1 where (a,b) in ((1,2),(3,4),(5,6))"));
        CHECK(same("select * from t where a in ('a'::uuid,'b'::uuid)", "select * from t where a in ('a'::uuid,'b'::uuid,'c'::uuid)"));
        CHECK(same("select array[1,2]", "select ARRAY [1,2,3,4]"));
        CHECK(shown("insert into t (a,b) values (1,'x'),(2,'y'), (3,'z') on conflict do nothing") ==
              "insert into t(a, b) values ($1, $2) /*, ... */ on conflict do nothing");
        CHECK(same("insert into t values (1,now()),(2,now())", "insert into t values (1,now()),(2,now()),(3,now())"));
        CHECK_FALSE(same("insert into t values (1,now()),(2,3)", "insert into t values (1,now())"));
        CHECK(shown("select * from (values (1,2),(3,4)) v(a,b) where a in (select 1)") ==
              "select * from (values ($1, $2) /*, ... */) v(a, b) where a in (select $3)");
        CHECK(shown("select coalesce(a, a, a)") == "select coalesce(a, a, a)");
    }

    TEST_CASE("digits in names of relations fold as in the fingerprint") {
        CHECK(same("select * from events_2024_01", "select * from events_2025_12"));
        CHECK(same("insert into public.events_2024_01 values (1)", "insert into public.events_2023_11 values (1)"));
        CHECK(same("select * from \"events_20240101\"", "select * from \"events_20250101\""));
        CHECK(same("savepoint sp_17", "savepoint sp_99"));
        CHECK_FALSE(same("select * from t1", "select * from t2"));
    }

    TEST_CASE("hostile text is taken as it comes") {
        CHECK(shown("select 'unclosed") == "select $1");
        CHECK(shown("select \"unclosed") == "select \"unclosed");
        CHECK(shown("select $tag$ unclosed") == "select $1");
        CHECK(shown("/* unclosed").empty());
        CHECK(shown("").empty());
        CHECK(shown(" ; ; ").empty());
        CHECK_FALSE(shown("))]]((").empty());
        CHECK_FALSE(shown(std::string_view{"select \0 1", 10}).empty());
        std::string lists;
        for (int i = 0; i < 1000; ++i) lists += "in(1,1)";  // the most that output can grow
        CHECK(shown(lists).find("/*, ... */") != std::string::npos);
        CHECK(shown(std::string(100'000, '(')).size() == 100'000);
        CHECK(shown("select E'\\") == "select $1");
    }

    TEST_CASE("what a prepared statement runs") {
        CHECK(prepared_statement("prepare p(int, text) as select * from t where a = $1") == " select * from t where a = $1");
        CHECK(prepared_statement("select 1") == "select 1");
    }
}

}  // namespace assay::query
