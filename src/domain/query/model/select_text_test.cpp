// Where the clauses of SELECTs stand, in the ways that people write them.
#include "domain/query/model/select_text.h"

#include <doctest/doctest.h>

namespace assay::query {

namespace {

SelectText read(std::string_view text) {
    auto statement = SelectText::read(text);
    REQUIRE(statement);
    return std::move(*statement);
}

std::vector<std::string> texts(const SelectText& statement, const std::vector<TextSpan>& spans) {
    std::vector<std::string> all;
    for (const auto span : spans) all.emplace_back(statement.text(span));
    return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_SUITE("query: clauses of a SELECT") {
    TEST_CASE("each clause stands where its words are") {
        const auto statement = read("select distinct on (a) a, count(*) as n, b x from t as y, public.u where a = 1 and b between 2 and 3 group by a, b having count(*) > 1 and a > 2 "
                                    "order by n desc, a limit 5 offset 10;");
        const auto& select = statement.selects()[0];
        const auto& query = statement.queries()[0];
        CHECK(statement.text(select.distinct) == "distinct on (a)");
        CHECK(select.distinct_on);
        REQUIRE(select.targets.size() == 3);
        CHECK(select.targets[1].name == "n");
        CHECK(statement.text(select.targets[1].expression) == "count(*)");
        CHECK(select.targets[2].name == "x");
        CHECK(statement.text(select.targets[2].expression) == "b");
        REQUIRE(select.from.size() == 2);
        CHECK(select.from[0].alias == "y");
        CHECK(select.from[1].schema == "public");
        CHECK(texts(statement, select.where.parts) == Texts{"a = 1", "b between 2 and 3"});
        CHECK(texts(statement, select.group.parts) == Texts{"a", "b"});
        CHECK(texts(statement, select.having.parts) == Texts{"count(*) > 1", "a > 2"});
        CHECK(texts(statement, query.order.parts) == Texts{"n desc", "a"});
        CHECK(statement.text(query.limit.body) == "5");
        CHECK(statement.text(query.offset.whole) == "offset 10");
    }

    TEST_CASE("words within parentheses, quotes and IS DISTINCT FROM begin no clause") {
        const auto statement = read("select extract(year from d), 'where' \"from\" from t where a is not distinct from 3 and b = 'x order by y' and c in (select 1 from u where v)");
        const auto& select = statement.selects()[0];
        CHECK(select.targets.size() == 2);
        CHECK(select.where.parts.size() == 3);
        CHECK(statement.queries().size() == 2);
        CHECK(statement.queries()[1].place == QueryText::Place::expression);
        CHECK_FALSE(statement.queries()[0].order.exists());
    }

    TEST_CASE("joins are told apart, and their conditions end where the next join begins") {
        const auto statement = read("select 1 from a left join b on b.x = a.x and left(b.y, 1) = 'l' inner join (select 2 as z) c using (z) cross join lateral (select a.x) d, e");
        const auto& from = statement.selects()[0].from;
        REQUIRE(from.size() == 5);
        CHECK(from[1].join == JoinedItem::Join::left);
        CHECK(statement.text(from[1].on) == "b.x = a.x and left(b.y, 1) = 'l'");
        CHECK(from[2].using_columns == Texts{"z"});
        CHECK(from[2].query > 0);
        CHECK(from[3].lateral);
        CHECK(from[4].join == JoinedItem::Join::comma);
        CHECK(from[4].table == "e");
    }

    TEST_CASE("WITH and UNION: each SELECT has its query, and the outermost order is the query's") {
        const auto statement = read("with w (a) as materialized (select 1), v as (values (2)) select a from w union all select 2 union select 3 order by 1");
        const auto& query = statement.queries()[0];
        REQUIRE(query.common_tables.size() == 2);
        CHECK(statement.text(query.common_tables[0].materialized) == "materialized");
        CHECK(query.selects.size() == 3);
        REQUIRE(query.operators.size() == 2);
        CHECK(query.operators[0].all);
        CHECK_FALSE(query.operators[1].all);
        CHECK(query.order.exists());
    }

    TEST_CASE("a condition is split at its own level only") {
        const auto statement = read("select 1 from t where (a or b) and case when c and d then e end and not (f and g)");
        CHECK(statement.selects()[0].where.parts.size() == 3);
        const auto either = read("select 1 from t where a and b or c");
        CHECK(either.selects()[0].where.parts.size() == 1);
        CHECK(texts(either, either.split(either.selects()[0].where.body, "or")) == Texts{"a and b", "c"});
    }

    TEST_CASE("what is no SELECT, or is cut off, is not read") {
        for (const auto* text : {"", "update t set a = 1", "select (1", "select 'a", ")", "(select 1))"}) CHECK_FALSE(SelectText::read(text));
        CHECK_FALSE(SelectText::read(std::string(100'000, '(') + "select 1" + std::string(100'000, ')')));
    }

    TEST_CASE("edits replace, insert and take away; those that overlap give nothing") {
        CHECK(edited("abcdef", {{{4, 6}, "X"}, {{0, 1}, ""}, {{2, 2}, "-"}}) == "b-cdX");
        CHECK(edited("abcdef", {{{0, 3}, "x"}, {{2, 4}, "y"}}).empty());
        CHECK(without_semicolon(" select 1 ; ;\n") == "select 1");
    }
}

}  // namespace assay::query
