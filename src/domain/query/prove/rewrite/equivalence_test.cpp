// Comparing statements: what counts as the same, what a counterexample shows, and that nothing stays behind.
#include "domain/query/prove/rewrite/equivalence.h"

#include <doctest/doctest.h>

#include "domain/query/prove/rewrite/order_promise.h"
#include "domain/query/prove/rewrite/small_limits.h"
#include "domain/query/read/schema_facts.h"
#include "lab/test_server.h"

namespace assay::query {

namespace {

using Verdict = Equivalence::Verdict;

class Shop {
public:
    explicit Shop(const std::string& schema) : database_{lab::test_database()}, lab_{*database_} {
        auto session = lab::must(database_->connect());
        lab::must(session.query(schema));
        facts_ = lab::must(read_schema_facts(session));
    }

    Equivalence compare(const std::string& original, const std::string& rewritten) {
        std::optional<Result<Equivalence>> made;
        lab::must(sql::with_parser_thread([&](const sql::Parser& parser) { made = compare_queries(parser, lab_, facts_, original, rewritten, {.trials = 200}); }));
        return lab::must(std::move(*made));
    }
    Lab& lab() { return lab_; }

private:
    std::unique_ptr<lab::Database> database_;
    Lab lab_;
    SchemaFacts facts_;
};

constexpr const char* schema = R"(
create table parent (id int primary key, name text not null, note text);
create table child (id int primary key, parent_id int references parent, amount int check (amount > 0), at timestamptz);
insert into parent values (1, 'a', null), (2, 'b', 'x');
insert into child values (1, 1, 5, '2024-03-01'), (2, null, null, null);
)";

}  // namespace

TEST_SUITE("query: whether two statements answer the same") {
    TEST_CASE("the same question in other words is proven, with what was done") {
        Shop shop{schema};
        const auto found = shop.compare("select p.id from parent p where exists (select from child c where c.parent_id = p.id);",
                                        "select id from parent where id in (select parent_id from child)");
        CHECK(found.verdict == Verdict::equal);
        CHECK(found.trials == 200);
        CHECK(found.data_rows == 1);
        REQUIRE(found.proof);
        CHECK(found.proof->method().find("seed 1") != std::string::npos);
        // Once on the lab's rows, then prepared twice under each of four time zones.
        CHECK(found.proof->transcript().size() == 9);
    }

    TEST_CASE("a difference comes with the fewest rows that show it, and rows of the lab stay") {
        Shop shop{schema};
        const auto found = shop.compare("select c.id from child c where c.amount > 3", "select c.id from child c where c.amount >= 3");
        CHECK(found.verdict == Verdict::differs);
        REQUIRE(found.counterexample);
        REQUIRE(found.counterexample->tables.size() == 1);
        CHECK(found.counterexample->tables[0].columns == std::vector<std::string>{"id", "amount"});
        REQUIRE(found.counterexample->tables[0].rows.size() == 1);
        CHECK(found.counterexample->tables[0].rows[0][1] == "3");
        CHECK(found.counterexample->original.empty());
        CHECK(lab::must(shop.lab().query("select count(*) from child")).integer(0, 0) == 2);
    }

    TEST_CASE("constraints hold in every database that is made") {
        Shop shop{schema};
        CHECK(shop.compare("select id from child where amount > 0 or amount is null", "select id from child").verdict == Verdict::equal);
        CHECK(shop.compare("select id from parent where name is not null", "select id from parent").verdict == Verdict::equal);
        CHECK(shop.compare("select id from parent where note is not null", "select id from parent").verdict == Verdict::differs);
        CHECK(shop.compare("select c.id from child c join parent p on p.id = c.parent_id", "select id from child where parent_id is not null").verdict == Verdict::equal);
    }

    TEST_CASE("columns, their names and types, and the order that was promised belong to the answer") {
        Shop shop{schema};
        CHECK(shop.compare("select id from parent", "select id as key from parent").reason == "column 1 is named key, not id");
        CHECK(shop.compare("select id from parent", "select id::bigint as id from parent").reason == "column 1 (id) is of another type");
        CHECK(shop.compare("select name from parent order by note, id", "select name from parent order by note desc, id").verdict == Verdict::differs);
        CHECK(shop.compare("select name from parent order by note", "select name from parent order by note, id").verdict == Verdict::equal);
        CHECK(shop.compare("select name from parent order by note", "select name from parent").reason == "the original promises an order, the rewritten statement none");
    }

    TEST_CASE("an error where the original answers is a difference, one of both is none") {
        Shop shop{schema};
        const auto found = shop.compare("select id from child where case when amount - 3 <> 0 then 6 / (amount - 3) > 1 else false end", "select id from child where 6 / (amount - 3) > 1");
        CHECK(found.verdict == Verdict::differs);
        CHECK(found.reason == "the rewritten statement fails where the original answers: division by zero");
        const auto both = shop.compare("select id from child where 6 / (amount - 3) > 1", "select id from child where 1 < 6 / (amount - 3)");
        CHECK(both.verdict == Verdict::equal);
        CHECK(both.failed > 0);
    }

    TEST_CASE("time zones and parameters are tried") {
        Shop shop{schema};
        const auto zone = shop.compare("select id from child where at::date = '2024-03-01'", "select id from child where at >= '2024-03-01 00:00+00' and at < '2024-03-02 00:00+00'");
        CHECK(zone.verdict == Verdict::differs);
        REQUIRE(zone.counterexample);
        CHECK(zone.counterexample->time_zone != "UTC");
        const auto parameter = shop.compare("select id from child where parent_id = $1", "select id from child where parent_id is not distinct from $1");
        REQUIRE(parameter.counterexample);
        CHECK(parameter.counterexample->parameters == std::vector<std::optional<std::string>>{std::nullopt});
    }

    TEST_CASE("what writes, and what is volatile, is not compared") {
        Shop shop{schema};
        for (const char* statement : {"select random()", "select id from child for update", "delete from child", "with gone as (delete from child returning id) select id from gone"})
            CHECK(shop.compare(statement, statement).verdict == Verdict::undetermined);
        CHECK(lab::must(shop.lab().query("select count(*) from child")).integer(0, 0) == 2);
    }

    TEST_CASE("LIMIT and OFFSET are brought down together, and neighbours stay so") {
        const auto small = with_small_limits("select 1 limit 20 offset 1000", "select 1 limit 20 offset 999");
        CHECK(small.original == "select 1 limit 3 offset 6");
        CHECK(small.rewritten == "select 1 limit 3 offset 5");
        CHECK(with_small_limits("select 1 limit 2", "select 1 limit 1").changes.empty());
    }

    TEST_CASE("the keys of ORDER BY are found in the result by position, name and expression") {
        const auto statement = SelectText::read("select o.a, o.b + 1 as c, d from o order by 2, o.a desc nulls last, lower(d), d");
        REQUIRE(statement);
        const auto keys = order_keys(*statement, {"a", "c", "d"});
        REQUIRE(keys.size() == 4);
        CHECK(keys[0].place == 1);
        CHECK(keys[1].place == 0);
        CHECK_FALSE(keys[2].place);
        CHECK(keys[3].place == 2);
        CHECK(with_keys_shown(*statement, keys) == "select o.a, o.b + 1 as c, d, lower ( d ) AS assay_key3 from o order by 2, o.a desc nulls last, lower(d), d");
    }
}

}  // namespace assay::query
