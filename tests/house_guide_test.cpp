// The guide: every page says and backs what it must, and every bullet of the mission is served or stands on a list that
// only shrinks. That examples print what the pages show is tested by running them.
#include <doctest/doctest.h>

#include "face/cli/guide_source.h"
#include "house.h"
#include "teach/topic_checks.h"

namespace assay::house {

namespace {

const teach::Guide& guide() {
    const auto& embedded = teach::embedded_guide();
    REQUIRE_MESSAGE(embedded, embedded.error().text());
    return *embedded;
}

const teach::KnownNames known{cli::is_rule, cli::is_command};

const std::string whole = R"(---
title: Keys
serves: api/rest
aliases: keys
commands: check
related: api/other
---
## What it is
Words [1]. See [the other](other.md).
## When, and when not
Words.
## How
```sql
select 7;
```
## What goes wrong
It takes 7 of them.
## In your system
`assay check`.
## Sources
1. A manual.
)";

Complaints complaints_about(const std::string& markdown) {
    teach::Guide made;
    made.mission = {{"api/rest", "API", "REST"}};
    for (const auto& [id, text] : {std::pair{"api/keys", markdown}, std::pair{"api/other", whole}}) {
        auto topic = teach::parse_topic(text, id);
        REQUIRE_MESSAGE(topic, topic.error().text());
        made.topics.push_back(std::move(*topic));
    }
    return teach::complaints_about(made.topics[0], made, known);
}

}  // namespace

TEST_SUITE("house") {
    TEST_CASE("house: topics say and back what they must") {
        REQUIRE_FALSE(guide().topics.empty());
        for (const auto& topic : guide().topics) {
            const auto complaints = teach::complaints_about(topic, guide(), known);
            CHECK_MESSAGE(complaints.empty(), listed(complaints));
        }
    }

    TEST_CASE("house: every bullet of the mission has a topic, or stands on the list of those without") {
        CHECK(guide().mission.size() == 117);
        const auto complaints = teach::complaints_about_coverage(guide());
        CHECK_MESSAGE(complaints.empty(), listed(complaints));
    }

    TEST_CASE("house: the test of topics sees what is missing, and nothing else") {
        CHECK_MESSAGE(complaints_about(whole).empty(), listed(complaints_about(whole)));
        const auto count = [](std::string_view what, std::string_view with) { return complaints_about(replaced(whole, what, with)).size(); };
        CHECK(count("api/rest", "api/unrest") == 1);
        CHECK(count("aliases: keys\n", "") == 1);
        CHECK(count("commands: check", "commands: czech") == 1);
        CHECK(count("commands: check\n", "") == 1);
        CHECK(count("related: api/other", "related: api/nothing") == 1);
        CHECK(count("other.md", "nothing.md") == 1);
        CHECK(count("Words [1].", "Words.") == 1);
        CHECK(count("[1]", "[2]") == 2);
        CHECK(count("7 of", "8 of") == 1);
        CHECK(count("## How\n", "## Why\n") == 1);
        CHECK(count("`assay check`.\n", "") == 1);
        CHECK(count("select 7;", "select 7" + std::string(80, ' ') + ";") == 1);
        CHECK(count("Words.\n", "TO" "DO: words.\n") == 1);
    }

    TEST_CASE("house: a list of what has no topic may only shrink") {
        teach::Guide made;
        made.mission = {{"a/x", "A", "x"}, {"a/y", "A", "y"}};
        made.uncovered = {"a/y"};
        CHECK(teach::complaints_about_coverage(made).size() == 1);
        made.uncovered = {"a/x", "a/y", "a/z"};
        CHECK(teach::complaints_about_coverage(made).size() == 1);
    }
}

}  // namespace assay::house
