#include "sql/expression.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

using namespace assay::sql;

namespace {

Expression parsed(std::string_view text) {
    std::optional<Expression> found;
    const auto ran = with_parser_thread([&](const Parser& parser) {
        auto result = Expression::parse(parser, text);
        if (result) found = std::move(*result);
    });
    REQUIRE(ran.has_value());
    REQUIRE_MESSAGE(found.has_value(), std::string{text});
    return std::move(*found);
}

std::string form(std::string_view text) {
    return parsed(text).normal_form();
}
bool same(std::string_view a, std::string_view b) {
    return form(a) == form(b);
}
bool follows(std::string_view stronger, std::string_view weaker,
             const std::set<std::string, std::less<>>& nonnull = {}) {
    return implies(parsed(stronger), parsed(weaker), nonnull);
}
bool fails(std::string_view text) {
    bool failed = false;
    const auto ran =
        with_parser_thread([&](const Parser& parser) { failed = !Expression::parse(parser, text); });
    REQUIRE(ran.has_value());
    return failed;
}

}  // namespace

TEST_CASE("expression: one normal form for what is the same") {
    CHECK(form("((status)::text = ANY ((ARRAY['b'::character varying, 'a'::character varying])::text[]))") ==
          "(status::text) IN ('a', 'b')");
    CHECK(same("(a = 1) AND (b = 2)", "b=2 and a=1"));
    CHECK(same("a = 1 OR a = 2", "a IN (2, 1)"));
    CHECK(same("a = 1 OR a = ANY ('{2,3}'::int[])", "a = ANY (ARRAY[3, 2, 1])"));
    CHECK(same("a IN (1)", "1 = a"));
    CHECK(same("5 < a", "a > 5"));
    CHECK(same("a = b", "b = a"));
    CHECK(same("a < b", "b > a"));
    CHECK(same("a BETWEEN 1 AND 2", "a <= 2 AND a >= 1"));
    CHECK(same("a + b = 3", "b + a = 3"));
    CHECK(same("a = '-5'::integer", "a = (-5)"));
    CHECK(same("active = true", "active"));
    CHECK(same("active = false", "NOT active"));
    CHECK(same("NOT (NOT a)", "a"));
    CHECK(same("NOT (a OR b)", "(NOT b) AND (NOT a)"));
    CHECK(same("a <> ALL (ARRAY[1, 2])", "a NOT IN (2, 1)"));
    CHECK(same("pg_catalog.lower(a)", "lower(a)"));
    CHECK(same("a::text = 'x'::text", "(a)::text = 'x'"));
    CHECK(same("EXISTS (SELECT 1 FROM t)", "exists ( select 1\n from t )"));
    CHECK(same("a = 1 AND (a = 1 AND b)", "b AND a = 1"));
}

TEST_CASE("expression: what differs has different forms") {
    CHECK_FALSE(same("a = -5", "a = 5"));
    CHECK_FALSE(same("a = -5", "a = 0"));
    CHECK_FALSE(same("a > 5", "a < 5"));
    CHECK_FALSE(same("a - b", "b - a"));
    CHECK_FALSE(same("a || b", "b || a"));
    CHECK_FALSE(same("a = 'x'::text", "a = 'x'::bpchar"));
    CHECK_FALSE(same("a = '5'", "a = 5"));
    CHECK_FALSE(same("a IS TRUE", "a"));
    CHECK_FALSE(same("\"A\" = 1", "a = 1"));
    CHECK_FALSE(same("a", "'a'"));
    CHECK_FALSE(same("case when a then 1 else 2 end", "case when a then 2 else 1 end"));
    CHECK_FALSE(same("a IN (1, NULL)", "a IN (1)"));
    CHECK_FALSE(same("random() > 0.5 AND random() > 0.5", "random() > 0.5"));
}

TEST_CASE("expression: conjuncts, columns and calls") {
    CHECK(parsed("b AND (a > 1 AND a IS NOT NULL)").conjuncts() ==
          std::vector<std::string>{"a > 1", "a IS NOT NULL", "b"});
    CHECK(parsed("a").conjuncts() == std::vector<std::string>{"a"});
    CHECK(parsed("t.a = b AND \"C\" = (select max(d) from u) AND b = 1").columns() ==
          std::vector<std::string>{"t.a", "b", "\"C\"", "d"});
    const std::string policy =
        "user_id = auth.uid() AND (select auth.uid()) = x AND f(x) AND current_user = 'a'";
    const auto calls = parsed(policy).function_calls();
    REQUIRE(calls.size() == 4);
    CHECK(calls[0].schema == "auth");
    CHECK(calls[0].name == "uid");
    CHECK(calls[0].offset == policy.find("auth.uid"));
    CHECK_FALSE(calls[0].in_subselect);
    CHECK(calls[1].in_subselect);
    CHECK(calls[2].has_columns);
    CHECK_FALSE(calls[0].has_columns);
    CHECK(calls[3].name == "current_user");
}

TEST_CASE("expression: implication holds where it is certain") {
    CHECK(follows("a > 10", "a > 5"));
    CHECK(follows("a > 10", "a >= 10"));
    CHECK(follows("a >= 10", "a <> 9.5"));
    CHECK(follows("a = 7", "a BETWEEN 1 AND 10"));
    CHECK(follows("a < -10", "a <= -5"));
    CHECK(follows("a = 1", "a IN (1, 2)"));
    CHECK(follows("a IN (1, 2)", "a IN (3, 2, 1)"));
    CHECK(follows("a IN (1, 2)", "a < 3"));
    CHECK(follows("a = 'x' AND b", "b"));
    CHECK(follows("a = 1 AND b = 2 AND c", "c AND a = 1"));
    CHECK(follows("a = 'x'", "a IS NOT NULL"));
    CHECK(follows("(a)::text = 'x'", "a IS NOT NULL"));
    CHECK(follows("lower(a) = 'x'", "a IS NOT NULL"));
    CHECK(follows("a > 1 OR a < -1", "a IS NOT NULL"));
    CHECK(follows("a < b", "b IS NOT NULL AND a IS NOT NULL"));
    CHECK(follows("(a = 1 AND b) OR (a = 2 AND b)", "b"));
    CHECK(follows("b", "b OR c"));
    CHECK(follows("b", "b IS TRUE"));
    CHECK(follows("deleted_at IS NULL", "deleted_at IS NULL"));
    CHECK(follows("x", "a IS NOT NULL", {"a"}));
    CHECK(follows("false", "anything"));
    CHECK(follows("x", "1 = 1"));
    CHECK(follows("a NOT IN (1, 2, 3)", "a <> 2"));
}

TEST_CASE("expression: implication is denied where it is not certain") {
    CHECK_FALSE(follows("a > 5", "a > 10"));
    CHECK_FALSE(follows("a >= 10", "a > 10"));
    CHECK_FALSE(follows("a > -10", "a > -5"));
    CHECK_FALSE(follows("a <> 1", "a <> 2"));
    CHECK_FALSE(follows("a IN (1, 2, 3)", "a IN (1, 2)"));
    CHECK_FALSE(follows("a > 1 OR b", "a IS NOT NULL"));
    CHECK_FALSE(follows("a IS NULL", "a IS NOT NULL"));
    CHECK_FALSE(follows("coalesce(a, 1) = 1", "a IS NOT NULL"));
    CHECK_FALSE(follows("a IS DISTINCT FROM 1", "a IS NOT NULL"));
    CHECK_FALSE(follows("my_function(a)", "a IS NOT NULL"));
    CHECK_FALSE(follows("a = 'x'", "a <> 'y'"));
    CHECK_FALSE(follows("a < 'b'", "a < 'c'"));
    CHECK_FALSE(follows("random() > 0.5", "random() > 0.5"));
    CHECK_FALSE(follows("x", "a IS NOT NULL"));
    CHECK_FALSE(follows("a = 0.3000000000000000000001", "a <> 0.3"));
    CHECK_FALSE(follows("a || b = 'x'", "a IS NOT NULL"));
    CHECK_FALSE(follows("true", "a"));
}

TEST_CASE("expression: always true") {
    CHECK(parsed("true").is_always_true());
    CHECK(parsed("1 = 1").is_always_true());
    CHECK(parsed("2 > 1 AND 'a' = 'a'").is_always_true());
    CHECK(parsed("a OR true").is_always_true());
    CHECK(parsed("id IS NOT NULL").is_always_true({"id"}));
    CHECK(parsed("t.id = t.id").is_always_true({"id"}));
    CHECK_FALSE(parsed("id IS NOT NULL").is_always_true());
    CHECK_FALSE(parsed("a = a").is_always_true());
    CHECK_FALSE(parsed("1 = 2").is_always_true());
    CHECK_FALSE(parsed("NULL").is_always_true());
}

TEST_CASE("expression: what is none is an error") {
    for (const char* text :
         {"", "1, 2", "1 from t", "a b", "1; select 2", "select", "a where b", "1 limit 1", "1 order by 1"})
        CHECK_MESSAGE(fails(text), std::string{text});
    std::string chain = "1";
    for (int i = 0; i < 20'000; ++i) chain += "+1";
    CHECK(fails(chain));
    std::string list = "a = 1";
    for (int i = 2; i < 3'000; ++i) list += " OR a = " + std::to_string(i);
    CHECK_FALSE(fails(list));
}
