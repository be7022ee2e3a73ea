// Roles of columns, statement by statement, over tables made by hand.
#include "domain/query/model/column_roles.h"

#include <doctest/doctest.h>

#include "core/text.h"

namespace assay::query {

namespace {

using Words = std::vector<std::string>;

const Tables& shop() {
    static const Tables tables = [] {
        Tables made;
        const auto add = [&](const std::string& name, const Words& columns) {
            Table table{.name = name, .rows = 1000, .pages = 10, .columns = {}};
            for (const auto& column : columns) table.columns.push_back({.name = column, .type = "integer"});
            made[name] = std::move(table);
        };
        add("public.orders", {"id", "customer_id", "state", "made", "total", "deleted_at", "paid", "doc", "tags", "note"});
        add("public.customers", {"id", "email", "city", "active"});
        add("sales.\"Lines\"", {"id", "order_id", "\"Position\""});
        add("a.twice", {"x"});
        add("b.twice", {"x"});
        return made;
    }();
    return tables;
}

Roles roles(const std::string& sql) {
    Roles found;
    const auto done = sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto tree = sql::Tree::parse(parser, sql);
        REQUIRE_MESSAGE(tree, sql);
        found = roles_of((*tree->root()["stmts"].begin())["stmt"], shop());
    });
    REQUIRE(done);
    return found;
}

TableUse only(const std::string& condition) {
    auto found = roles("select id from orders where " + condition);
    REQUIRE(found.uses.size() == 1);
    return found.uses[0];
}

Words texts(const std::vector<FixedCondition>& fixed) {
    Words all;
    for (const auto& each : fixed) all.push_back(each.text);
    return all;
}

}  // namespace

TEST_SUITE("query: roles of columns") {
    TEST_CASE("equality, ranges, prefixes, patterns, containment") {
        CHECK(only("customer_id = $1 and 5 = total").equal == Words{"customer_id", "total"});
        CHECK(only("state in ('a', 'b') or id = any($1)").equal == Words{"state", "id"});
        CHECK(only("deleted_at is null").equal == Words{"deleted_at"});
        CHECK(only("made between $1 and $2 and total >= 5").ranged == Words{"made", "total"});
        CHECK(only("(made, id) < ($1, $2)").ranged == Words{"made"});
        CHECK(only("(made, id) = ($1, $2)").equal == Words{"made", "id"});
        CHECK(only("note like 'abc%'").prefixes == Words{"note"});
        CHECK(only("note like '%abc'").patterns == Words{"note"});
        CHECK(only("note ilike 'abc%' or state ~ '^x'").patterns == Words{"note", "state"});
        CHECK(only("doc @> '{}' and tags && array[1]").contained == Words{"doc", "tags"});
        CHECK(only("doc @> '{}' and tags ? 'x'").asked_for_keys == Words{"tags"});
    }

    TEST_CASE("what restricts nothing that an index has in one place has no role but to be read") {
        for (const auto* condition : {"not (state = 'x')", "state <> 'x'", "state not in ('x')", "state not like 'x%'", "state is not null",
                                      "state is distinct from 'x'", "state not between 'x' and 'y'", "state !~ 'x'", "state = note"}) {
            CAPTURE(condition);
            const auto use = only(condition);
            for (const auto* list : {&use.equal, &use.ranged, &use.joined, &use.prefixes, &use.patterns, &use.equal_expressions})
                CHECK(list->empty());
            CHECK(use.read[1] == "state");
        }
    }

    TEST_CASE("expressions stand as an index's key would have them") {
        CHECK(only("lower(note) = $1").equal_expressions == Words{"(lower(note))"});
        CHECK(only("doc ->> 'kind' = 'a'").equal_expressions == Words{"((doc ->> 'kind'))"});
        CHECK(only("date_trunc('day', made at time zone 'UTC') > $1").ranged == Words{"(date_trunc('day', pg_catalog.timezone('UTC', made)))"});
        CHECK(only("made::date = $1").equal_expressions == Words{"((made)::date)"});
        CHECK(only("total * 2 < 8").ranged == Words{"((total * 2))"});
        CHECK(only("coalesce(state, 'x') = 'y'").equal_expressions.empty());
        CHECK(only("lower('X') = $1").equal_expressions.empty());
        CHECK(roles("select state from orders group by state having sum(total) > 5 order by max(made)").uses[0].ordered.empty());
        const auto joined = roles("select 1 from orders o join customers c on lower(o.note) = lower(c.email)");
        CHECK(joined.uses[0].joined == Words{"(lower(note))"});
        CHECK(joined.uses[1].joined == Words{"(lower(email))"});
        CHECK(roles("select 1 from orders o, customers c where o.total + c.id = 5").uses[0].equal_expressions.empty());
    }

    TEST_CASE("fixed conditions: what a partial index may hold") {
        CHECK(texts(only("state = 'it''s' and total = 5 and paid and not active and deleted_at is null").fixed) ==
              Words{"state = 'it''s'", "total = 5", "paid", "deleted_at IS NULL"});
        CHECK(texts(only("not paid and paid = true").fixed) == Words{"NOT paid", "paid = true"});
        CHECK(only("state = $1").fixed.empty());
        CHECK(only("state = 'a' or total = 5").fixed.empty());
        CHECK(only("not (state = 'a' and paid)").fixed.empty());
        CHECK(only("state = ''").fixed.empty());
        const auto left = roles("select 1 from customers c left join orders o on o.customer_id = c.id and o.deleted_at is null and c.active");
        CHECK(left.uses[0].fixed.empty());
        CHECK(texts(left.uses[1].fixed) == Words{"deleted_at IS NULL"});
        const auto right = roles("select 1 from customers c right join orders o on o.customer_id = c.id and o.paid and c.active");
        CHECK(texts(right.uses[0].fixed) == Words{"active"});
        CHECK(right.uses[1].fixed.empty());
    }

    TEST_CASE("constants that differ between two calls of one statement are parameters") {
        auto first = roles("select 1 from orders where state = 'a' and deleted_at is null and total = 5");
        add_call(first, roles("select 1 from orders where state = 'b' and deleted_at is null and total = 5"));
        CHECK(texts(first.uses[0].fixed) == Words{"deleted_at IS NULL", "total = 5"});
    }

    TEST_CASE("joins, groups, order") {
        const auto found = roles("select c.city, sum(o.total) s from orders o join customers c on c.id = o.customer_id where c.active group by 1 order by s desc, c.city");
        REQUIRE(found.uses.size() == 2);
        CHECK(found.uses[0].joined == Words{"customer_id"});
        CHECK(found.uses[1].joined == Words{"id"});
        CHECK(found.uses[1].grouped == Words{"city"});
        REQUIRE(found.uses[1].ordered.size() == 1);
        CHECK(found.uses[1].ordered[0].column == "city");
        const auto order = roles("select id from orders order by made desc, 1 nulls first, lower(note)").uses[0].ordered;
        REQUIRE(order.size() == 3);
        CHECK((order[0].descending && order[0].nulls_first));
        CHECK((order[1].column == "id" && !order[1].descending && order[1].nulls_first));
        CHECK(order[2].column == "(lower(note))");
        CHECK(roles("select distinct state, made from orders").uses[0].grouped == Words{"state", "made"});
        CHECK(roles("select distinct on (state) id, made from orders").uses[0].grouped == Words{"state"});
        CHECK(roles("select max(made) from orders where state = 'a'").uses[0].ranged == Words{"made"});
        CHECK(roles("select state, max(made) from orders group by state").uses[0].ranged.empty());
        CHECK(roles("select 1 from orders join customers using (id)").uses[1].joined == Words{"id"});
        CHECK(roles("select 1 from orders where customer_id in (select id from customers)").uses[0].joined == Words{"customer_id"});
    }

    TEST_CASE("sub-selects have scopes of their own, and see the outer one") {
        const auto found = roles("select id from orders o where exists (select * from customers c where c.id = o.customer_id and city = 'x')");
        REQUIRE(found.uses.size() == 2);
        CHECK(found.uses[0].joined == Words{"customer_id"});
        CHECK(found.uses[1].equal == Words{"city"});
        CHECK_FALSE(found.uses[1].reads_all);  // EXISTS reads nothing
        CHECK_FALSE(found.uses[0].reads_all);
        CHECK(roles("select * from orders").uses[0].reads_all);
        CHECK(roles("select o from orders o").uses[0].reads_all);
        CHECK_FALSE(roles("select count(*) from orders").uses[0].reads_all);
        CHECK(roles("with orders as (select 1 as id) select id from orders").uses.empty());
        CHECK(roles("with x as (select id from orders where paid) select * from x").uses.size() == 1);
    }

    TEST_CASE("names: schemas, quotes, what cannot be told") {
        CHECK(roles("select 1 from \"Lines\" where \"Position\" = 5").uses[0].equal == Words{"\"Position\""});
        CHECK(roles("select 1 from twice where x = 5").uses.empty());
        CHECK(roles("select 1 from b.twice where x = 5").uses[0].table->name == "b.twice");
        CHECK(roles("select 1 from orders, customers where id = 5").uses[0].equal.empty());  // of both
        CHECK(roles("select 1 from nowhere where id = 5").uses.empty());
    }

    TEST_CASE("writes") {
        const auto update = roles("update orders set total = 1, state = 'x' where customer_id = 7");
        CHECK(update.write == Roles::Write::update);
        CHECK(update.written->name == "public.orders");
        CHECK(update.set_columns == Words{"total", "state"});
        CHECK(update.uses[0].equal == Words{"customer_id"});
        CHECK(roles("delete from orders using customers c where customer_id = c.id and c.city = 'x'").uses[1].equal == Words{"city"});
        const auto insert = roles("insert into orders select * from orders where paid");
        CHECK(insert.write == Roles::Write::insert);
        CHECK(insert.uses.size() == 1);
    }
}

}  // namespace assay::query
