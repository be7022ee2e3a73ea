#include "teach/run/topic_runner.h"

#include <doctest/doctest.h>

#include "core/text.h"
#include "teach/run/http_examples.h"
#include "teach/run/printed.h"
#include "teach/run/redis_examples.h"

namespace assay::teach {

namespace {

using State = ExampleResult::State;

std::vector<ExampleResult> results_of(const std::string& blocks) {
    const auto topic = parse_topic("---\ntitle: x\n---\n## How\n" + blocks, "a/b");
    REQUIRE_MESSAGE(topic, topic.error().text());
    return TopicRunner{}.run(*topic);
}

}  // namespace

TEST_CASE("examples: statements share the page's database; what the page shows must come out") {
    const auto results = results_of("```sql\ncreate table t (n int, word text);\ninsert into t values (1, 'one'), (22, null);\n```\n"
                                    "```sql\nselect * from t order by n;\n```\n```output\n n  | word\n----+------\n  1 | one\n 22 |\n(2 rows)\n```\n"
                                    "```sql\nupdate t set n = 5 where n = 1;\n```\n```output\nUPDATE 7\n```\n"
                                    "```sql fails=42P01\nselect * from nowhere;\n```\n```sql\nselect * from nowhere;\n```\n```sql fails\nselect 1;\n```\n");
    REQUIRE(results.size() == 6);
    CHECK(results[0].state == State::passed);
    CHECK_MESSAGE(results[1].state == State::passed, results[1].output);
    CHECK(results[2].differs);
    CHECK(results[2].output == "UPDATE 1\n");
    CHECK(results[3].state == State::passed);
    CHECK(results[4].state == State::failed);
    CHECK_FALSE(results[4].differs);
    CHECK(results[5].problem == "it should fail, and does not");
}

TEST_CASE("examples: one session waits for another's lock, and its output is what it prints in the end") {
    const std::string setup = "```sql\ncreate table t (n int);\ninsert into t values (1);\n```\n```sql session=A\nbegin;\nupdate t set n = n + 1;\n```\n";
    const std::string waiting = "```sql session=B waits\nupdate t set n = n * 10 returning n;\n```\n```output\n n\n----\n 20\n(1 row)\nUPDATE 1\n```\n";
    auto results = results_of(setup + waiting + "```sql session=A\ncommit;\n```\n");
    CHECK_MESSAGE(results[2].output.find(" 20") != std::string::npos, results[2].output);
    results = results_of(setup + "```sql session=B waits\nselect n from t;\n```\n");
    CHECK(results[2].problem == "it should wait for a lock, and does not");
}

TEST_CASE("examples: programs see the page's files, its database, and nothing of other pages") {
    const auto results = results_of("```sh file=say.sh\necho \"$1\" > said\n```\n```sh\nsh say.sh hello\ncat said\nls\n```\n```output\nhello\nexample.sh\nsaid\nsay.sh\n```\n"
                                    "```sh fails\nexit 3\n```\n```sh\necho lost >&2\nexit 3\n```\n```sh needs=no-such-program\ntrue\n```\n```mongodb\ndb.x.find()\n```\n");
    CHECK(results[0].state == State::written);
    CHECK_MESSAGE(results[1].state == State::passed, results[1].output);
    CHECK(results[2].state == State::passed);
    CHECK(results[3].problem == "exit status 3\nlost\n");
    CHECK(results[4].state == State::skipped);
    CHECK(results[4].problem == "sh module no-such-program");
    CHECK(results[5].state == State::described);
}

TEST_CASE("examples: a request needs a server above it") {
    CHECK(results_of("```http\nGET /\n```\n")[0].problem == "no server stands above this request");
}

TEST_CASE("examples: only what is said to vary may differ") {
    CHECK(tidy("\n\n a  \n\nb\t\n\n") == " a\n\nb\n");
    CHECK(without_varying("took 12.5 ms", {"times"}) == without_varying("took 9 ms", {"times"}));
    CHECK(without_varying("took 12 ms", {"ports"}) != without_varying("took 13 ms", {"ports"}));
    CHECK(without_varying("took 12 ms", {}) != without_varying("took 13 ms", {}));
    CHECK(without_varying("http://127.0.0.1:40123/", {"ports"}) == without_varying("http://127.0.0.1:8080/", {"ports"}));
    CHECK(without_varying("at 2025-01-02T03:04:05.6Z", {"dates"}) == without_varying("at 2024-11-12 13:14", {"dates"}));
    CHECK(without_varying("| 7   |\n-----", {"numbers"}) == without_varying("| 1234 |\n------", {"numbers"}));
    CHECK(without_varying("  Buffers: shared hit=3 read=4", {"cache"}) == without_varying("  Buffers: shared hit=7", {"cache"}));
    CHECK(without_varying("  Buffers: shared hit=3 read=4", {"cache"}) != without_varying("  Buffers: shared hit=8", {"cache"}));
}

TEST_CASE("examples: a command of Redis is a line, however its script is laid out") {
    CHECK(redis_lines("# a comment\nSET a 1\n\nGET a\n") == "SET a 1\nGET a\n");
    CHECK(redis_lines("EVAL \"\n return 1\n\" 0\n") == "EVAL \"\\n return 1\\n\" 0\n");
    CHECK(redis_lines("SET a 'x\ny'\n") == "SET a 'x y'\n");
    CHECK(redis_lines("SET a \"\\\"\"\nGET a\n") == "SET a \"\\\"\"\nGET a\n");
}

TEST_CASE("examples: requests as on the wire, answers as far as they are asked for") {
    const auto requests = parse_requests("POST /a HTTP/1.1\nX: y\n\n{}\n\n###\nGET /b\n");
    REQUIRE(requests);
    REQUIRE(requests->size() == 2);
    CHECK((*requests)[0].headers == std::vector<std::string>{"X: y"});
    CHECK((*requests)[0].body == "{}");
    CHECK((*requests)[1].target == "/b");
    CHECK(parse_requests("get it\n").error().message == "line 1: expected a request such as 'GET /path'");
    CHECK(parse_requests("GET /\nnonsense\n").error().message == "line 2: expected a header 'Name: value' or an empty line");
    const std::string answer = "HTTP/1.1 200 OK\r\nDate: now\r\nETag: \"1\"\r\nContent-Type: text/plain\r\n\r\nbody";
    CHECK(shown_answer(answer, {"content-type", "etag"}) == "HTTP/1.1 200 OK\nContent-Type: text/plain\nETag: \"1\"\n\nbody\n");
    CHECK(shown_answer("HTTP/1.1 204 No Content\r\n\r\n", {}) == "HTTP/1.1 204 No Content\n");
}

}  // namespace assay::teach
