// Values of parameters, from the lines of logs to statements that EXPLAIN takes, and what roles make of them.
#include "domain/query/model/parameters.h"

#include <doctest/doctest.h>

#include "domain/query/model/query_calls.h"
#include "sql/names.h"

namespace assay::query {

namespace {

Tables shop() {
    Table orders{.name = "public.orders", .oid = 1, .rows = 1000, .columns = {}};
    const auto add = [&](const char* name, const char* type, const char* typical, const char* low, const char* second_low, const char* high) {
        orders.columns.push_back({.name = name, .type = type, .number = static_cast<int>(orders.columns.size()) + 1});
        orders.columns.back().typical = typical;
        orders.columns.back().low = low;
        orders.columns.back().second_low = second_low;
        orders.columns.back().high = high;
    };
    add("id", "integer", "500", "100", "200", "900");
    add("state", "text", "paid, late", "", "", "");
    add("path", "text", "a\"\\b", "", "", "");
    add("note", "text", "", "", "", "");
    return {{"public.orders", orders}};
}

Roles roles(const Query& query, const Tables& tables) {
    Roles found;
    REQUIRE(sql::with_parser_thread([&](const sql::Parser& parser) {
        if (auto read = roles_of_calls(parser, query, tables)) found = std::move(*read);
    }));
    return found;
}

Query called(std::vector<Sample> samples) { return {.text = samples.front().statement, .samples = std::move(samples)}; }

}  // namespace

TEST_SUITE("query: parameters") {
    TEST_CASE("values as logs print them, by their numbers") {
        CHECK(logged_values("$1 = '5', $2 = NULL") == ParameterValues{"'5'", "NULL"});
        CHECK(logged_values("$2 = 'it''s, $1 = ''x''', $1 = ''") == ParameterValues{"''", "'it''s, $1 = ''x'''"});
        CHECK(logged_values("$1 = 'cut of").empty());
        CHECK(logged_values("$0 = '1', $99999999999999 = '2', $70000 = '3', 4, $ = , $1").empty());
        CHECK(value_of({"'it''s'", "NULL"}, 1) == "it's");
        CHECK(value_of({"'it''s'", "NULL"}, 2).empty());
        CHECK(value_of({"'it''s'"}, 7).empty());
    }

    TEST_CASE("statements take all values or none") {
        CHECK(parameters_in("select $1, '$9', $12 -- $77\n, \"$8\"") == 12);
        CHECK(with_values("select $1, $2, '$1'", {"'a'"}) == "select 'a', $2, '$1'");
        const auto all = PlannedStatement::of("select * from t where a = $1 and b = $2 or a = $1", {"'5'", "NULL"});
        CHECK(all.text == "select * from t where a = '5' and b = NULL or a = '5'");
        CHECK(all.parameters == 0);
        const auto none = PlannedStatement::of("select $1, $2", {"'5'"});
        CHECK(none.text == "select $1, $2");
        CHECK(none.parameters == 2);
    }

    TEST_CASE("LIKE $1 looks for what its calls looked for; = $1 is no constant") {
        const auto tables = shop();
        const Sample begins{.statement = "select * from orders where note like $1 and state = $2", .parameters = "$1 = 'abc%', $2 = 'paid'"};
        auto contains = begins;
        contains.parameters = "$1 = '%abc%', $2 = 'paid'";
        CHECK(roles(called({begins}), tables).uses[0].prefixes == std::vector<std::string>{"note"});
        CHECK(roles(called({begins}), tables).uses[0].patterns.empty());
        CHECK(roles(called({contains}), tables).uses[0].patterns == std::vector<std::string>{"note"});
        const auto both = roles(called({begins, contains}), tables);
        CHECK(both.uses[0].prefixes.size() == 1);
        CHECK(both.uses[0].patterns.size() == 1);
        CHECK(both.uses[0].fixed.empty());
        CHECK(both.uses[0].equal == std::vector<std::string>{"state"});
    }

    TEST_CASE("what cannot be read has no roles") {
        const auto tables = shop();
        CHECK(roles(called({{.statement = "select 1; select 2"}}), tables).uses.empty());
        CHECK(roles(called({{.statement = "vacuum orders"}}), tables).uses.empty());
        CHECK(roles(called({{.statement = std::string{"select 1 from orders where note = '\0'", 37}}}), tables).uses.empty());
    }

    TEST_CASE("usual values: of equality, ranges with one end and two, lists and arrays; none where statistics have none") {
        const auto tables = shop();
        const auto usual = [&](const std::string& statement) {
            return usual_values(roles({.text = statement}, tables), parameters_in(statement));
        };
        CHECK(usual("select * from orders where id > $1 limit $2 offset $3") == ParameterValues{"'900'", "20", "0"});
        CHECK(usual("select * from orders where id < $1") == ParameterValues{"'100'"});
        CHECK(usual("select * from orders where id >= $1 and id < $2") == ParameterValues{"'100'", "'200'"});
        CHECK(usual("select * from orders where id between $1 and $2") == ParameterValues{"'100'", "'200'"});
        CHECK(usual("select * from orders where id in ($1, $2)") == ParameterValues{"'500'", "'500'"});
        CHECK(usual("select * from orders where state = any($1)") == ParameterValues{"'{\"paid, late\"}'"});
        CHECK(usual("select * from orders where state = any($1::text[]) and id = $2::int") == ParameterValues{"'{\"paid, late\"}'", "'500'"});
        CHECK(usual("select * from orders where path = any($1)") == ParameterValues{sql::quote_literal("{\"a\\\"\\\\b\"}")});
        CHECK(usual("select * from orders where note = $1 and id = $2") == ParameterValues{"", "'500'"});
        CHECK(usual("select * from orders where note like $1") == ParameterValues{""});
    }
}

}  // namespace assay::query
