#include "teach/topic.h"

#include <doctest/doctest.h>

#include "core/text.h"
#include "teach/figures.h"

namespace assay::teach {

namespace {

const std::string page = R"(---
title: A title
serves: api/rest, api/errors
aliases: one thing,
  another thing
---
## What it is
Words.
```sql setup
create table t (n int);
```
## How
```sql session=B fails=40P01
select 1;
```
```output varies=numbers,times
ERROR
```
```js file=lib.mjs
export {};
```
```redis not-run="needs a cluster"
CLUSTER INFO
```
```text
## no heading
```
)";

std::string error_of(const std::string& markdown) {
    const auto topic = parse_topic(markdown, "a/b");
    return topic ? "" : topic.error().text();
}

Topic topic_with(const std::string& prose) {
    auto topic = parse_topic(page + "## What goes wrong\n" + prose + "\n## Sources\n1. The manual, 7.3\n", "a/b");
    REQUIRE(topic);
    return std::move(*topic);
}

std::vector<std::string> figures_in(const std::string& prose) {
    std::vector<std::string> figures;
    for (const auto& figure : unbacked_figures(topic_with(prose))) figures.push_back(figure.text);
    return figures;
}

}  // namespace

TEST_CASE("topic: front matter, sections and examples as they are written") {
    const auto topic = parse_topic(page, "api/errors");
    REQUIRE(topic);
    CHECK(topic->title == "A title");
    CHECK(topic->serves == std::vector<std::string>{"api/rest", "api/errors"});
    CHECK(topic->aliases == std::vector<std::string>{"one thing", "another thing"});
    CHECK(topic->area() == "api");
    CHECK(topic->name() == "errors");
    REQUIRE(topic->sections.size() == 2);
    CHECK(topic->sections[1].heading == "How");
    REQUIRE(topic->examples.size() == 4);
    CHECK(topic->examples[0].setup);
    CHECK_FALSE(topic->examples[0].output);
    CHECK(topic->examples[1].session == "B");
    CHECK(topic->examples[1].fails == "40P01");
    CHECK(topic->examples[1].output->varies == std::vector<std::string>{"numbers", "times"});
    CHECK(topic->examples[2].role == Example::Role::file);
    CHECK(topic->examples[3].not_run == "needs a cluster");
    CHECK(executed_examples(*topic) == 2);
}

TEST_CASE("topic: what is wrong is said with its line and what was expected") {
    CHECK(error_of("# no front matter\n") == "guide/a/b.md:1:1: a topic begins with front matter between lines of ---");
    CHECK(error_of("---\ntitle: x\n").find("expected 'key: value' or ---") != std::string::npos);
    CHECK(error_of("---\nnonsense\n---\n").find("guide/a/b.md:2:1: expected 'key: value'") == 0);
    CHECK(error_of("---\ncolour: red\n---\n").find("expected title, serves") != std::string::npos);
    CHECK(error_of(replaced(page, "session=B", "sessoin=B")).find("guide/a/b.md:13:1: 'sessoin=B' in a fence of sql: expected") == 0);
    CHECK(error_of(replaced(page, "varies=numbers", "varies=moods")).find("expected times, ports") != std::string::npos);
    CHECK(error_of(replaced(page, "cluster\"", "cluster")).find("a quote in this fence does not end") != std::string::npos);
    CHECK(error_of(page + "```text\n```\n```output\n```\n").find("an output block follows an example") != std::string::npos);
    CHECK(error_of(page + "```sql\n").find("does not end") != std::string::npos);
    CHECK(error_of(std::string(100'000, 'x')).find("at most 64 KiB") != std::string::npos);
}

TEST_CASE("topic: an output takes the place of the one that stands there, and no other line moves") {
    const auto topic = parse_topic(page, "a/b");
    REQUIRE(topic);
    const auto& expected = *topic->examples[1].output;
    CHECK(with_output(page, expected, expected.text) == page);
    CHECK(with_output(page, expected, "one\ntwo\n") == replaced(page, "ERROR\n```", "one\ntwo\n```"));
    CHECK(with_output(page, expected, "") == replaced(page, "ERROR\n```", "```"));
}

TEST_CASE("figures: a number needs a source beside it, or an example that prints it") {
    CHECK(figures_in("It is 12 times faster.") == std::vector<std::string>{"12"});
    CHECK(figures_in("It is 12 times faster [1].").empty());
    CHECK(figures_in("Deadlocks are found after 1 s.").empty());  // an example says so
    CHECK(figures_in("- 30 of 50 [1]\n- 70 of 90") == std::vector<std::string>{"70", "90"});
    CHECK(figures_in("PostgreSQL 12 to 18, RFC 9110 and 9457, HTTP/2, p99, UTF-8, 3NF, 5xx and `404`.").empty());
    CHECK(figures_in("Kept for 5xx, and 5 MB.") == std::vector<std::string>{"5"});
    CHECK(figures_in("1. first\n2. second, 7 of them") == std::vector<std::string>{"7"});
    CHECK(figures_in("[Words](../b/c99.md)").empty());
    CHECK(citations_in("as [1] and [12] say, not [x] nor a[3] nor [4](here)") == std::vector<int>{1, 12});
}

}  // namespace assay::teach
