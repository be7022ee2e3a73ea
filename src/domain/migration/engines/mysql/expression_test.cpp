#include <doctest/doctest.h>

#include "domain/migration/engines/mysql/expression.h"
#include "domain/migration/engines/mysql/lexer.h"

namespace assay::migration::mysql {

namespace {

std::string said(std::string_view text) {
    Scope scope;
    scope.name = [](std::string_view name) { return lower(name); };
    scope.is_boolean = [](std::string_view name) { return is_word(name, "active"); };
    scope.is_database = [](std::string_view name) { return name == "shop"; };
    const auto translated = translate(text, scope);
    return translated.problem.empty() ? translated.sql : "! " + translated.problem;
}

}  // namespace

TEST_CASE("mysql expressions: names, literals and operators") {
    CHECK(said("`A`.`B` = \"x\" && `order` <> 1") == "a.b = 'x' AND \"order\" <> 1");
    CHECK(said("`shop`.`T`.`C`") == "t.c");
    CHECK(said("_utf8mb4'it\\'s' || a <=> b") == "'it''s' OR a IS NOT DISTINCT FROM b");
    CHECK(said("a / b + c") == "a * 1.0 / nullif(b, 0) + c");
    CHECK(said("a DIV 2 MOD 3") == "a / 2 % 3");
    CHECK(said("active = 1 and active <> '0'") == "active = true AND active <> false");
    CHECK(said("a not rlike 'x'") == "a !~* 'x'");
    CHECK(said("j->>'$.a.b[0]'") == "j #>> '{a,b,0}'");
    CHECK(said("x in (1, 2)") == "x IN (1, 2)");
}

TEST_CASE("mysql expressions: functions and special forms") {
    CHECK(said("if(`active`, 'a', 'b')") == "CASE WHEN active THEN 'a' ELSE 'b' END");
    CHECK(said("if(n, 1, 0)") == "CASE WHEN n <> 0 THEN 1 ELSE 0 END");
    CHECK(said("if(a > 1, ifnull(b, 0), length(c))") == "CASE WHEN a > 1 THEN coalesce(b, 0) ELSE octet_length(c) END");
    CHECK(said("cast(a as unsigned) + convert(b using utf8mb4)") == "(a)::bigint + b");
    CHECK(said("cast(a as char(10) character set latin1)") == "(a)::varchar(10)");
    CHECK(said("group_concat(distinct a order by a desc separator ', ')") == "string_agg(DISTINCT (a)::text, ', ' ORDER BY (a)::text DESC)");
    CHECK(said("date_add(d, interval 1 day)") == "(d + interval '1 day')");
    CHECK(said("d + interval n month") == "d + (n * interval '1 month')");
    CHECK(said("concat(a, ' ', 1)") == "((a)::text || ' ' || (1)::text)");
    CHECK(said("count(distinct a)") == "count(DISTINCT a)");
    CHECK(said("select SQL_NO_CACHE a from t force index (`x`) limit 10, 5") == "SELECT a FROM t LIMIT 5 OFFSET 10");
}

TEST_CASE("mysql expressions: what has no counterpart is said") {
    CHECK(said("date_format(d, '%Y')").front() == '!');
    CHECK(said("match (a) against ('x')").front() == '!');
    CHECK(said("@x + 1").front() == '!');
    CHECK(said("(a").front() == '!');
    CHECK(said("a)").front() == '!');
    CHECK(said(std::string(5000, '(')).front() == '!');
}

}  // namespace assay::migration::mysql
