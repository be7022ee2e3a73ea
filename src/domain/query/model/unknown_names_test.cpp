// Names that the schema lacks, pairs of joins, NOT IN: what column_roles tells beside roles.
#include <doctest/doctest.h>

#include "domain/query/model/column_roles.h"
#include "sql/parser.h"

namespace assay::query {

namespace {

Table table(const std::string& name, const std::vector<std::string>& columns) {
    Table made{.name = name, .columns = {}};
    for (const auto& column : columns) made.columns.push_back({.name = column, .type = "text"});
    return made;
}

const Tables shop{{"public.orders", table("public.orders", {"id", "customer_id", "total", "\"When\""})},
                  {"public.customers", table("public.customers", {"id", "name"})},
                  {"a.twice", table("a.twice", {"id"})},
                  {"b.twice", table("b.twice", {"id"})}};

struct Told {
    std::vector<std::string> unknown, pairs, excluding;
    bool limited = false;
    std::vector<std::string> set, conflict;
};

Told told(const std::string& statement) {
    Told told;
    const auto done = sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto tree = sql::Tree::parse(parser, statement);
        REQUIRE(tree);
        const auto roles = roles_of((*tree->root()["stmts"].begin())["stmt"], shop);
        for (const auto& name : roles.unknown) told.unknown.push_back((name.table ? name.table->name + "." : "") + name.name);
        for (const auto& pair : roles.pairs)
            told.pairs.push_back(roles.uses[pair.use].alias + "." + pair.column + "=" + roles.uses[pair.other_use].alias + "." + pair.other_column);
        for (const auto& use : roles.uses) told.excluding.insert(told.excluding.end(), use.excluding.begin(), use.excluding.end());
        told.limited = roles.limited;
        told.set = roles.set_columns;
        told.conflict = roles.conflict_columns;
    });
    REQUIRE(done);
    return told;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_SUITE("query: names and pairs of a statement") {
    TEST_CASE("a table that no schema has, a column that its table lacks") {
        CHECK(told("select o.id, o.sum from orders o").unknown == Names{"public.orders.sum"});
        CHECK(told("select sum from orders").unknown == Names{"public.orders.sum"});
        CHECK(told("select id from order_lines").unknown == Names{"order_lines"});
        CHECK(told("select id from shop.orders").unknown == Names{"shop.orders"});
        CHECK(told("insert into customers (id, mail) values (1, 'x')").unknown == Names{"public.customers.mail"});
        CHECK(told("update orders set state = 'x' where stat = 'y'").unknown == Names{"public.orders.state", "public.orders.stat"});
        CHECK(told("select \"When\", when_ from orders").unknown == Names{"public.orders.when_"});
        CHECK(told("select 1 from customers c where exists (select 1 from orders o where o.customer = c.id)").unknown == Names{"public.orders.customer"});
    }

    TEST_CASE("what may be there in another way is not called unknown") {
        for (const char* statement :
             {"select total * 2 as twofold from orders order by twofold", "select o from orders o", "select orders.ctid, xmin from orders",
              "with recent as (select id as n from orders) select n from recent", "select x.n from (select 1 as n) x",
              "select i, name from customers, generate_series(1, 3) i", "select name, total from customers c join orders o on o.customer_id = c.id",
              "select id from twice", "select o.customer_id as c, count(*) from orders o group by c having count(*) > 1",
              "select c.name from customers c where c.id in (select customer_id from orders where total > c.id)",
              "select 1 from customers c cross join lateral (select o.id as z from orders o where o.customer_id = c.id) l where l.z > 0"}) {
            CAPTURE(statement);
            CHECK(told(statement).unknown.empty());
        }
    }

    TEST_CASE("joins are pairs of columns of two mentions") {
        CHECK(told("select 1 from orders o join customers c on c.id = o.customer_id").pairs == Names{"c.id=o.customer_id"});
        CHECK(told("select 1 from orders o, customers c where o.customer_id = c.id and o.id = o.total").pairs == Names{"o.customer_id=c.id"});
    }

    TEST_CASE("NOT IN tells the column of its sub-select, IN and EXISTS do not") {
        CHECK(told("select 1 from customers where id not in (select customer_id from orders)").excluding == Names{"customer_id"});
        CHECK(told("select 1 from customers where id in (select customer_id from orders)").excluding.empty());
        CHECK(told("select 1 from customers c where not exists (select o.customer_id from orders o where o.id = c.id)").excluding.empty());
    }

    TEST_CASE("a star is that of its alias; what EXISTS selects is read by nobody") {
        const auto reads_all = [](const std::string& statement) {
            std::vector<std::string> all;
            const auto done = sql::with_parser_thread([&](const sql::Parser& parser) {
                const auto tree = sql::Tree::parse(parser, statement);
                const auto roles = roles_of((*tree->root()["stmts"].begin())["stmt"], shop);
                for (const auto& use : roles.uses)
                    if (use.reads_all) all.push_back(use.alias);
            });
            REQUIRE(done);
            return all;
        };
        CHECK(reads_all("select * from orders o join customers c on c.id = o.customer_id") == Names{"o", "c"});
        CHECK(reads_all("select c.* from orders o join customers c on c.id = o.customer_id") == Names{"c"});
        CHECK(reads_all("select 1 from customers c where exists (select * from orders o where o.customer_id = c.id)").empty());
        CHECK(reads_all("update orders set total = 5 where id = 3 returning *") == Names{"orders"});
    }

    TEST_CASE("an INSERT tells its columns and those of ON CONFLICT; LIMIT counts at the top") {
        const auto insert = told("insert into customers (id, name) values (1, 'x') on conflict (id) do update set name = excluded.name");
        CHECK(insert.set == Names{"id", "name"});
        CHECK(insert.conflict == Names{"id"});
        CHECK(told("select id from orders limit 5").limited);
        CHECK_FALSE(told("select id from (select id from orders limit 5) x").limited);
    }
}

}  // namespace assay::query
