// Logs in three formats: one session gives one workload, and what is damaged loses nothing behind it.
#include "domain/query/read/log.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/text.h"
#include "domain/query/read/log_prefix.h"
#include "domain/query/read/log_sample_test.h"
#include "world/files.h"

namespace assay::query {

using namespace test;

namespace {

// A file that is gone with its owner.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view text) {
        static int number = 0;
        path_ = std::filesystem::temp_directory_path() / ("assay-log-test-" + std::to_string(getpid()) + "-" + std::to_string(++number));
        REQUIRE(write_file(path_, text));
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

std::vector<Said> calls(int count, const std::string& statement = "select * from t where id = ") {
    std::vector<Said> messages;
    for (int i = 0; i < count; ++i)
        messages.push_back({20 + i % 3, "LOG", "duration: " + std::to_string(i) + ".500 ms  statement: " + statement + std::to_string(i)});
    return messages;
}

std::uint64_t all_calls(const Workload& workload) {
    std::uint64_t count = 0;
    for (const Query& query : workload.queries) count += query.calls;
    return count;
}

}  // namespace

TEST_SUITE("query: logs") {
    TEST_CASE("the same session in three formats gives the same workload") {
        const auto csv = read_text(as_csv(session())), json = read_text(as_json(session())), text = read_text(as_stderr(session()));
        CHECK(csv.format == "csvlog");
        CHECK(json.format == "jsonlog");
        CHECK(text.format == "stderr, log_line_prefix '%m [%p] %q%u@%d/%a '");
        CHECK(facts(csv) == facts(json));
        CHECK(facts(csv) == facts(text));
        CHECK(csv.damage.empty());
        CHECK(json.damage.empty());
        CHECK(text.damage.empty());
    }

    TEST_CASE("what the session says is found") {
        const auto workload = read_text(as_csv(session()));
        const Query* update = find_query(workload, "update branches set balance = balance + $1 where id = $2");
        REQUIRE(update);
        CHECK(update->calls == 2);
        CHECK(update->total_ms == doctest::Approx(25.25));  // with the fetch
        CHECK(update->prepare_ms == doctest::Approx(3));
        CHECK(update->max_ms == doctest::Approx(11.5));
        REQUIRE(update->samples.size() == 2);
        CHECK(update->samples[0].parameters == "$1 = 'it''s', $2 = '2'");
        CHECK(update->samples[1].parameters == "$1 = '5', $2 = NULL");
        CHECK(update->applications.ranked().size() == 2);
        const Query* prepared = find_query(workload, "select * from notes where id = $1 and t = $2");
        REQUIRE(prepared);
        CHECK(prepared->calls == 1);
        const Query* big = find_query(workload, "select count(*) from big");
        REQUIRE(big);
        CHECK(big->calls == 1);  // the plan is of that call
        CHECK(big->total_ms == doctest::Approx(600));
        CHECK(big->errors == 1);
        CHECK(big->temporary_bytes == 10633216);
        REQUIRE(big->slowest_plan);
        CHECK(big->slowest_plan->plan.find("Seq Scan on big") != std::string::npos);
        const Query* nested = find_query(workload, "select inner_count($1)");
        REQUIRE(nested);
        CHECK(nested->from_plans_only);
        CHECK(nested->total_ms == doctest::Approx(4));
        const Activity& activity = workload.activity;
        REQUIRE(activity.lock_waits.size() == 1);
        CHECK(activity.lock_waits[0].waited_ms == doctest::Approx(1407.5));
        CHECK(activity.lock_waits[0].acquired);
        CHECK(activity.deadlock_count == 1);
        CHECK(activity.cancelled == 1);
        CHECK(activity.errors.front().count == 2);  // two relations that do not exist
        CHECK(activity.vacuums.at("shop.public.branches").tuples_removed == 100);
        CHECK(activity.connections.session_s == doctest::Approx(2.5));
    }

    TEST_CASE("calls of prepared statements with a name are told from others") {
        const auto named = [](const std::string& message, const std::string& detail = {}) {
            const auto workload = read_text(as_csv({{9, "LOG", message, detail}}));
            REQUIRE(workload.queries.size() == 1);
            return workload.queries[0].named_calls;
        };
        CHECK(named("duration: 1.0 ms  execute S_1: select $1") == 1);
        CHECK(named("duration: 1.0 ms  execute <unnamed>: select $1") == 0);
        CHECK(named("duration: 1.0 ms  execute <unnamed>/C_2: select $1") == 0);
        CHECK(named("duration: 1.0 ms  statement: select 1") == 0);
        CHECK(named("duration: 1.0 ms  statement: execute p(1)", "prepare: prepare p(int) as select $1") == 1);
        CHECK(named("execute S_1: select $1") == 1);
    }

    TEST_CASE("text that comes in pieces reads as if it came whole") {
        for (const auto& log : {as_csv(session()), as_json(session()), as_stderr(session())}) {
            const auto whole = facts(read_text(log), true);
            for (const std::size_t bytes : {1u, 7u, 100u, 4096u}) CHECK(facts(read_text(log, bytes), true) == whole);
        }
    }

    TEST_CASE("parts of a file read by threads make the whole, wherever they are cut") {
        auto messages = session();
        for (const auto& more : calls(300)) messages.push_back(more);
        // A statement that quotes a log: a record seems to begin in the middle of it.
        std::string quoting = "duration: 1.000 ms  statement: insert into logs values ('";
        for (int i = 0; i < 60; ++i) quoting += "\n2026-11-23 15:20:18.151 UTC,,,27325,,6b0459b2.6abd,1,,2026-11-23 15:20:18 UTC,,0,LOG,00000,text,,,,,,,,,x,y,,0";
        messages.push_back({30, "LOG", quoting + "')"});
        for (const auto& more : session()) messages.push_back(more);
        for (const auto& log : {as_csv(messages), as_json(messages), as_stderr(messages)}) {
            const TemporaryFile file{log};
            const auto whole = read_logs({file.path()}, {.threads = 1});
            REQUIRE(whole);
            CHECK((*whole)->damage.empty());
            CHECK((*whole)->bytes == log.size());
            for (const unsigned threads : {2u, 5u, 16u}) {
                const auto parts = read_logs({file.path()}, {.threads = threads, .part_bytes = 1000});
                REQUIRE(parts);
                CHECK(facts(**parts, true) == facts(**whole, true));
                CHECK((*parts)->bytes == log.size());
            }
        }
    }

    TEST_CASE("several files, in any format, are one workload") {
        const TemporaryFile first{as_csv(session())}, second{as_json(session())}, empty{""};
        const auto both = read_logs({first.path(), second.path(), empty.path()});
        REQUIRE(both);
        CHECK((*both)->records == 2 * session().size());
        CHECK(find_query(**both, "select count(*) from big")->calls == 2);
        CHECK((*both)->format == "csvlog; jsonlog; empty");
    }

    TEST_CASE("csvlog of older servers has fewer fields") {
        const auto now = facts(read_text(as_csv(session())));
        CHECK(facts(read_text(as_csv(session(), 23))) == now);
        CHECK(facts(read_text(as_csv(session(), 24))) == now);
    }

    TEST_CASE("a statement and its duration that are logged apart are one call") {
        const std::vector<Said> messages{{5, "LOG", "statement: select 1"},      {6, "LOG", "execute S_1: select a from t where b = $1", "parameters: $1 = '7'"},
                                         {5, "LOG", "duration: 2.000 ms"},       {6, "LOG", "duration: 3.000 ms"},
                                         {5, "LOG", "statement: select 2"},      {7, "LOG", "duration: 9.000 ms"}};
        for (const auto& log : {as_csv(messages), as_stderr(messages)}) {
            const auto workload = read_text(log);
            const Query* one = find_query(workload, "select $1");
            REQUIRE(one);
            CHECK(one->calls == 2);  // the second without a time
            CHECK(one->total_ms == doctest::Approx(2));
            const Query* execute = find_query(workload, "select a from t where b = $1");
            REQUIRE(execute);
            CHECK(execute->total_ms == doctest::Approx(3));
            CHECK(execute->samples.at(0).parameters == "$1 = '7'");
            CHECK(workload.activity.calls_without_statement == 1);
        }
    }

    TEST_CASE("calls of one shape keep three samples, the slowest first, whatever the order") {
        const auto forth = calls(500);
        const auto workload = read_text(as_csv(forth));
        REQUIRE(workload.queries.size() == 1);
        const Query& query = workload.queries[0];
        CHECK(query.calls == 500);
        CHECK(query.samples.size() == 3);
        CHECK(query.samples[0].statement == "select * from t where id = 499");
        CHECK(query.quantile_ms(0.5).value() == doctest::Approx(249.5).epsilon(0.02));
        CHECK(query.quantile_ms(1).value() == doctest::Approx(499.5).epsilon(0.02));
        CHECK(query.min_ms == doctest::Approx(0.5));
    }
}

TEST_SUITE("query: damaged logs") {
    TEST_CASE("csvlog: what is torn is named, and what follows is read") {
        const std::string good = as_csv(calls(5));
        const std::string record = as_csv({{9, "LOG", "duration: 1.0 ms  statement: select 'torn', \"x\" from y"}});
        for (std::size_t cut = 1; cut + 2 < record.size(); ++cut) {
            CAPTURE(cut);
            const auto on_one_line = read_text(record.substr(0, cut) + good);
            CHECK(all_calls(on_one_line) == 5);
            CHECK(damaged(on_one_line, "cut off or torn") == 1);
            const auto apart = read_text(record.substr(0, cut) + "\n" + good);
            // What is cut within its last fields is as long as a record of an older server, and is told.
            CHECK(all_calls(apart) + damaged(apart, "cut off or torn") == 6);
            if (cut < record.find("\"app\"")) CHECK(all_calls(apart) == 5);
            const auto behind = read_text(good + record.substr(0, cut));
            CHECK(all_calls(behind) + damaged(behind, "cut off or torn") == 6);
            const auto begun = read_text(good + record.substr(cut) + good);
            CHECK(all_calls(begun) == 10);
            CHECK(damaged(begun, "cut off or torn") == 1);
        }
    }

    TEST_CASE("csvlog: NULs of a crash, empty lines and CRLF") {
        const std::string good = as_csv(calls(5));
        const auto nulls = read_text(good + std::string(5000, '\0') + good);
        CHECK(all_calls(nulls) == 10);
        CHECK(damaged(nulls, "torn") == 1);
        CHECK(all_calls(read_text(good + "\n\n" + good)) == 10);
        const auto windows = read_text(replaced(good, "\n", "\r\n"));
        CHECK(all_calls(windows) == 5);
        CHECK(windows.damage.empty());
    }

    TEST_CASE("jsonlog: what is torn is named, and what follows is read") {
        const std::string good = as_json(calls(5));
        const std::string record = as_json({{9, "LOG", "duration: 1.0 ms  statement: select 'torn', \"x\" from y"}});
        for (std::size_t cut = 1; cut + 2 < record.size(); ++cut) {
            CAPTURE(cut);
            for (const char* between : {"", "\n"}) {
                const auto workload = read_text(record.substr(0, cut) + between + good);
                CHECK(all_calls(workload) == 5);
                CHECK(damaged(workload, "cut off or torn") == 1);
            }
            CHECK(damaged(read_text(good + record.substr(0, cut)), "torn") == 1);
            CHECK(all_calls(read_text(good + record.substr(cut) + good)) == 10);
        }
    }

    TEST_CASE("stderr: lines of two sessions that are mixed, torn lines, lines of others") {
        const std::string good = as_stderr(calls(5));
        const auto split_at = good.find('\n') + 1;
        // The DETAIL of a session comes behind another's message.
        const auto prepared = as_stderr({{40, "LOG", "duration: 5.0 ms  execute S_1: select $1", "parameters: $1 = '77'"}});
        const auto detail = prepared.find('\n') + 1;
        const auto mixed = read_text(prepared.substr(0, detail) + good.substr(0, split_at) + prepared.substr(detail) + good.substr(split_at));
        CHECK(all_calls(mixed) == 6);
        CHECK(mixed.damage.empty());
        CHECK(find_query(mixed, "select $1")->samples.at(0).parameters == "$1 = '77'");
        const auto orphan = read_text(prepared.substr(detail) + good);
        CHECK(all_calls(orphan) == 5);
        CHECK(damaged(orphan, "without its message") == 1);

        const auto torn = read_text(good + prepared.substr(0, 70) + good);  // another record on the same line
        CHECK(all_calls(torn) == 10);
        CHECK(damaged(torn, "another record behind it") == 1);
        const auto foreign = read_text(good + "sh: 1: archive: not found\n" + good);
        CHECK(all_calls(foreign) == 10);
        CHECK(damaged(foreign, "without the log's prefix") == 1);
        const auto begun = read_text("\tand b = 2\n" + good);
        CHECK(all_calls(begun) == 5);
        CHECK(damaged(begun, "a message that is not there") == 1);
        CHECK(read_text(replaced(good, "\n", "\r\n")).damage.empty());
    }

    TEST_CASE("a statement that quotes a log is one statement") {
        const std::string text = "insert into logs values ('2026-11-22 10:00:00.000 UTC [7] alice@shop/app LOG:  duration: 9.0 ms  statement: drop table t')";
        const std::vector<Said> messages{{9, "LOG", "duration: 1.0 ms  statement: " + text}};
        for (const auto& log : {as_csv(messages), as_json(messages), as_stderr(messages)}) {
            const auto workload = read_text(log);
            CHECK(all_calls(workload) == 1);
            CHECK(workload.queries.at(0).text == "insert into logs values ($1)");
            CHECK(workload.damage.empty());
        }
    }

    TEST_CASE("a record larger than the bound is named, and what follows is read") {
        const std::string statement(most_record_bytes + 1000, 'x');
        const std::vector<Said> messages{{9, "LOG", "duration: 1.0 ms  statement: select '" + statement + "'"}};
        for (const auto& [large, good] : {std::pair{as_csv(messages), as_csv(calls(5))}, {as_json(messages), as_json(calls(5))}, {as_stderr(messages), as_stderr(calls(5))}}) {
            const TemporaryFile file{good + large + good};
            const auto workload = read_logs({file.path()}, {.threads = 1});
            REQUIRE(workload);
            CHECK(find_query(**workload, "select * from t where id = $1")->calls == 10);
            CHECK((*workload)->damage.size() == 1);
        }
    }

    TEST_CASE("hostile bytes") {
        const std::string good = as_csv(calls(2));
        for (const std::string& noise : {std::string(100'000, '"'), std::string(100'000, ','), std::string("\"\n\"\n\"\n"), std::string(100'000, '-'),
                                         std::string("2026-11-23 15:20:18.151 UTC,\"")}) {
            const auto workload = read_text(good + noise + "\n" + good, 1000);
            CHECK(all_calls(workload) == 4);
            CHECK(workload.damage.size() == 1);
        }
        std::string heads;
        for (int i = 0; i < 20'000; ++i) heads += "{\"timestamp\":\"";
        CHECK(all_calls(read_text(as_json(calls(2)) + heads + "\n" + as_json(calls(2)))) == 4);
        std::string words;
        for (int i = 0; i < 20'000; ++i) words += "LOG:  ";
        CHECK(all_calls(read_text(as_stderr(calls(20)) + words + "\n" + as_stderr(calls(20)))) == 40);
    }

    TEST_CASE("what is no log is refused with what was expected") {
        const TemporaryFile prose{"dear diary\n"}, wide{"\xFF\xFE\x32\x00"}, packed{"\x1f\x8b\x08"};
        CHECK(read_logs({prose.path()}).error().text().find("--prefix") != std::string::npos);
        CHECK(read_logs({wide.path()}).error().text().find("UTF-16") != std::string::npos);
        CHECK(read_logs({packed.path()}).error().text().find("zcat") != std::string::npos);
        CHECK_FALSE(read_logs({"/nonexistent/log"}));
        CHECK_FALSE(read_logs({std::filesystem::temp_directory_path().string()}));
    }
}

TEST_SUITE("query: log_line_prefix") {
    TEST_CASE("derived from the lines") {
        for (const char* prefix : {"%m [%p] ", "%m [%p] %q%u@%d ", "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ", "%t:%r:%u@%d:[%p]:", "%m [%p] %u@%d/%a ",
                                   "%n [%p] %u %d ", "[%m] pid=%p user=%u db=%d ", "%t-%c-", "%m|%p|%c|%u|%d|%e|", "<%u@%d %m %x> ", "%p %m ", ""}) {
            CAPTURE(prefix);
            auto messages = session();
            for (auto& said : messages) said.application = "app";
            const std::string log = as_stderr(messages, prefix);
            const auto derived = LogPrefix::derive(log);
            REQUIRE(derived);
            CAPTURE(derived->setting());
            const auto workload = read_text(log);
            CHECK(workload.damage.empty());
            CHECK(workload.records == messages.size());
            CHECK(find_query(workload, "select count(*) from big")->errors == 1);
            const bool has_process = std::string_view{prefix}.find("%p") != std::string_view::npos;
            LogLine line;
            REQUIRE(derived->match(lines_of(log)[0], line));
            if (has_process) CHECK(line.pid == messages[0].pid);
        }
    }

    TEST_CASE("given") {
        const std::string log = as_stderr(session(), "%b:%Q:%v:%p ~ ");
        CHECK(read_text(log, 1 << 20, "%b:%Q:%v:%p ~ ").records == session().size());
        CHECK(LogPrefix::parse("%z").error().message.find("%z") != std::string::npos);
        CHECK_FALSE(LogPrefix::parse("%m %"));
        CHECK(LogPrefix::parse("100%% %-10u%5p"));
        LogLine line;
        CHECK(LogPrefix::parse("100%% %-10u|%5p| ")->match("100% alice     |   42| LOG:  x", line));
        CHECK(line.user == "alice");
        CHECK(line.pid == 42);
    }
}

TEST_SUITE("query: logs of a corpus") {
    TEST_CASE("the corpus' session is the same in three formats") {
        const char* corpus = std::getenv("ASSAY_CORPUS");
        const auto logs = std::filesystem::path{corpus ? corpus : "/nonexistent"} / "plans" / "logs";
        if (!std::filesystem::exists(logs)) return;
        std::vector<std::string> told;
        for (const char* file : {"pg15.csv", "pg15.jsonlog", "pg15.stderr.log"}) {
            const auto workload = read_logs({(logs / file).string()});
            REQUIRE(workload);
            CHECK((*workload)->damage.empty());
            CHECK((*workload)->records > 1000);
            told.push_back(facts(**workload));
        }
        CHECK(told[0] == told[1]);
        CHECK(told[0] == told[2]);
    }
}

}  // namespace assay::query
