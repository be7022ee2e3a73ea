#include "teach/ask.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/text.h"

namespace assay::teach {

namespace {

Guide small_guide() {
    const auto topic = [](const std::string& id, const std::string& title, const std::string& aliases, const std::string& body) {
        auto parsed = parse_topic("---\ntitle: " + title + "\naliases: " + aliases + "\n---\n" + body, id);
        REQUIRE(parsed);
        return std::move(*parsed);
    };
    Guide guide;
    guide.topics.push_back(topic("a/paging", "Keyset pagination", "cursor, infinite scroll", "## What it is\nPages by key.\n## What goes wrong\nAn offset is counted from the beginning.\n```sql\nselect 1;\n```\n"));
    guide.topics.push_back(topic("a/pools", "Connection pools", "too many clients", "## What it is\nConnections that are borrowed.\n"));
    guide.synonyms = "# a group a line\nskip\toffset\n";
    return guide;
}

std::string first(const AskIndex& index, std::string_view question) {
    const auto hits = index.ask(question, 1);
    return hits.empty() ? "" : hits.front().document->id;
}

}  // namespace

TEST_CASE("ask: words, their forms, their synonyms, and what was mistyped") {
    const auto guide = small_guide();
    const auto index = AskIndex::make(guide);
    REQUIRE(index);
    CHECK(first(**index, "paginating by keyset") == "a/paging");
    CHECK(first(**index, "infinite scrolling") == "a/paging");
    CHECK(first(**index, "infinte scrol") == "a/paging");
    CHECK(first(**index, "FATAL: sorry, too many clients already") == "a/pools");
    CHECK(first(**index, "borowed conections") == "a/pools");
    CHECK(first(**index, "qqqqq zzzzz").empty());
    CHECK(first(**index, "").empty());
    CHECK(first(**index, "\" scroll* OR NEAR(cursor").find("a/") == 0);  // no syntax of FTS5's
}

TEST_CASE("ask: the passage is the paragraph that has the question's words, never a block") {
    const auto guide = small_guide();
    const auto index = AskIndex::make(guide);
    REQUIRE(index);
    const auto hits = (*index)->ask("is an offset counted in keyset pagination", 1);
    REQUIRE_FALSE(hits.empty());
    const auto passage = (*index)->passage(hits.front(), "is an offset counted in keyset pagination");
    CHECK(passage.heading == "What goes wrong");
    CHECK(passage.text == "An offset is counted from the beginning.\n");
}

}  // namespace assay::teach
