// Candidates by what a statement does with a table's columns.
#include "domain/query/advise/candidates.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/text.h"

namespace assay::query {

namespace {

Table orders() {
    Table table{.name = "public.orders", .rows = 1e6, .pages = 20'000, .columns = {}};
    const auto add = [&](const char* name, double distinct, std::vector<std::string> methods = {"brin", "btree", "hash"}, double width = 4) {
        Column column{.name = name, .type = "integer", .methods = std::move(methods)};
        column.statistics.distinct = distinct;
        column.statistics.widths = {{width, 1}};
        table.columns.push_back(std::move(column));
    };
    add("id", 1e6);
    add("customer", 1e4);
    add("state", 5);
    add("made", 9e5);
    add("note", 1e6, {"btree", "hash"}, 90);
    add("doc", 0, {"gin"});
    table.columns[3].correlation = 0.99;
    table.columns[0].nullable = false;
    return table;
}

std::vector<std::string> candidates(TableUse use) {
    static const Table table = orders();
    use.table = &table;
    std::vector<std::string> texts;
    for (const auto& each : candidates_for(use)) texts.push_back((each.method == "btree" ? "" : each.method + " ") + each.columns());
    return texts;
}

bool has(const std::vector<std::string>& texts, const std::string& text) {
    const bool found = std::find(texts.begin(), texts.end(), text) != texts.end();
    if (!found) MESSAGE(joined(texts, "\n"));
    return found;
}

bool lacks(const std::vector<std::string>& texts, const std::string& text) { return std::find(texts.begin(), texts.end(), text) == texts.end(); }

}  // namespace

TEST_SUITE("query: candidates") {
    TEST_CASE("equality before a range, the most selective first") {
        const auto all = candidates({.equal = {"state", "customer"}, .ranged = {"made"}, .read = {"state", "customer", "made"}});
        CHECK(has(all, "(customer, state, made)"));
        CHECK(has(all, "(customer, made)"));
        CHECK(has(all, "(made)"));
        CHECK(lacks(all, "(made, customer)"));
        CHECK(std::none_of(all.begin(), all.end(), [](const auto& text) { return starts_with(text, "(made, "); }));
    }

    TEST_CASE("order after equality, with directions where they run against each other") {
        const auto all = candidates({.equal = {"customer"}, .ordered = {{"made", true, true}, {"id", false, false}}, .reads_all = true});
        CHECK(has(all, "(made, id DESC)"));  // read backwards
        CHECK(has(all, "(customer, made, id DESC)"));
        const auto nulls = candidates({.ordered = {{"made", true, false}}, .reads_all = true});
        CHECK(has(nulls, "(made NULLS FIRST)"));  // backwards: made DESC NULLS LAST
        CHECK(has(candidates({.ordered = {{"id", true, false}}, .reads_all = true}), "(id)"));  // is never NULL
    }

    TEST_CASE("joins, groups, covering") {
        const auto all = candidates({.equal = {"state"}, .joined = {"customer"}, .grouped = {"made"}, .read = {"state", "customer", "made", "id"}});
        for (const auto* text : {"(customer)", "(customer, state)", "(state, customer)", "(made)", "(state, made)"}) CHECK(has(all, text));
        CHECK(has(all, "(customer) INCLUDE (id, made, state)"));
        CHECK(lacks(candidates({.equal = {"state"}, .read = {"state", "id"}, .reads_all = true}), "(state) INCLUDE (id)"));
    }

    TEST_CASE("a part of the table where the statement always asks for it") {
        const auto all = candidates({.equal = {"state"}, .ranged = {"made"}, .fixed = {{"state", "state = 'open'"}}, .reads_all = true});
        CHECK(has(all, "(made) WHERE state = 'open'"));
        const auto many = candidates({.equal = {"customer"}, .ranged = {"made"}, .fixed = {{"customer", "customer = 5"}}, .reads_all = true});
        CHECK(lacks(many, "(made) WHERE customer = 5"));  // one value of ten thousand
        CHECK(has(candidates({.equal = {"customer"}, .fixed = {{"made", "made IS NULL"}}, .reads_all = true}), "(customer) WHERE made IS NULL"));
    }

    TEST_CASE("kinds other than B-trees") {
        CHECK(has(candidates({.ranged = {"made"}, .reads_all = true}), "brin (made)"));
        CHECK(lacks(candidates({.ranged = {"customer"}, .reads_all = true}), "brin (customer)"));  // in no order
        CHECK(has(candidates({.equal = {"note"}, .reads_all = true}), "hash (note)"));
        CHECK(lacks(candidates({.equal = {"customer"}, .reads_all = true}), "hash (customer)"));   // short
        CHECK(lacks(candidates({.equal = {"note"}, .ordered = {{"note", false, false}}, .reads_all = true}), "hash (note)"));
        CHECK(candidates({.equal = {"doc"}, .reads_all = true}).empty());
        CHECK(has(candidates({.prefixes = {"note"}, .reads_all = true}), "(note text_pattern_ops)"));
        CHECK(has(candidates({.equal_expressions = {"(lower(note))"}, .reads_all = true}), "((lower(note)))"));
    }

    TEST_CASE("the shorter form of a longer one") {
        const std::vector<IndexText> all{{.table = "t", .keys = {"a"}}, {.table = "t", .keys = {"a", "b"}}, {.table = "t", .keys = {"a", "b"}, .included = {"c"}},
                                         {.table = "t", .keys = {"a", "b", "c"}}, {.table = "t", .keys = {"a"}, .predicate = "p"}};
        CHECK(shorter_form(all, 1) == 0);
        CHECK(shorter_form(all, 2) == 1);
        CHECK(shorter_form(all, 3) == 1);
        CHECK(shorter_form(all, 0) == -1);
        CHECK(shorter_form(all, 4) == -1);
    }
}

}  // namespace assay::query
