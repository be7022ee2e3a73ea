// Workloads from pg_stat_statements' export and from SQL files.
#include "domain/query/read/workload.h"

#include <doctest/doctest.h>

#include "domain/query/read/log_sample_test.h"
#include "lab/test_server.h"

namespace assay::query {

TEST_SUITE("query: workloads that are no logs") {
    TEST_CASE("pg_stat_statements of PostgreSQL 12 and of 18 name their columns differently") {
        const auto old = read_statement_csv("userid,dbid,queryid,query,calls,total_time,min_time,max_time,mean_time,rows,temp_blks_written\n"
                                            "10,5,1,\"select * from t where a = $1 and b = \"\"x\"\"\",4,10.5,1,5,2.6,8,2\n"
                                            "11,5,1,\"SELECT * FROM t WHERE a=$1 AND b=\"\"x\"\"\",1,1.5,0.5,1.5,1.5,2,0\n", "old.csv");
        REQUIRE(old);
        REQUIRE((*old)->queries.size() == 1);
        const Query& query = (*old)->queries[0];
        CHECK(query.text == "select * from t where a = $1 and b = \"x\"");
        CHECK(query.parsed);
        CHECK(query.calls == 5);
        CHECK(query.total_ms == doctest::Approx(12));
        CHECK(query.min_ms == doctest::Approx(0.5));
        CHECK(query.max_ms == doctest::Approx(5));
        CHECK(query.rows == 10);
        CHECK(query.temporary_bytes == 16384);
        CHECK(query.users.ranked().size() == 2);
        CHECK_FALSE(query.quantile_ms(0.5));
        CHECK(query.samples.empty());
        const auto now = read_statement_csv("userid,dbid,toplevel,queryid,query,plans,total_plan_time,calls,total_exec_time,min_exec_time,max_exec_time,rows\n"
                                            "10,5,t,1,\"select\n 1\",2,0.25,3,6.5,1,3,3\n", "now.csv");
        REQUIRE(now);
        CHECK((*now)->queries.at(0).total_ms == doctest::Approx(6.5));
        CHECK((*now)->queries.at(0).prepare_ms == doctest::Approx(0.25));
    }

    TEST_CASE("statements that may not be seen are named, a cut file is an error") {
        const std::string header = "userid,dbid,queryid,query,calls,total_exec_time\n";
        const auto hidden = read_statement_csv(header + "10,5,1,<insufficient privilege>,4,10\n11,5,,select 1,1,1\n", "s.csv");
        REQUIRE(hidden);
        CHECK((*hidden)->queries.size() == 1);
        REQUIRE((*hidden)->damage.size() == 1);
        CHECK((*hidden)->damage[0].first.line == 2);
        CHECK(read_statement_csv(header + "10,5,1,\"select", "s.csv").error().text() == "s.csv:2: a quote that is not closed: the file is cut off");
        CHECK(read_statement_csv(header + "10,5,1,select 1,4,10\n10,5\n", "s.csv").error().location.line == 3);
        CHECK_FALSE(read_statement_csv("a,b\n1,2\n", "s.csv"));
    }

    TEST_CASE("each statement of a script is a call, in its order, with its place") {
        const auto script = read_statement_script("select 1;\n\n-- twice\n  select *\n from t where a = 5;\nselect 2; insert into t values (1), (2);", "q.sql");
        REQUIRE(script);
        REQUIRE((*script)->queries.size() == 3);
        CHECK((*script)->records == 4);
        CHECK((*script)->queries[0].calls == 2);
        const Query& second = (*script)->queries[1];
        CHECK(second.text == "select * from t where a = $1");
        REQUIRE(second.samples.size() == 1);
        CHECK(second.samples[0].location == Location{"q.sql", 4, 3});
        CHECK((*script)->queries[2].text == "insert into t values ($1) /*, ... */");
        const auto broken = read_statement_script("select 1;\nselect 'open", "q.sql");
        REQUIRE(broken);
        CHECK((*broken)->damage.size() == 1);
    }

    TEST_CASE("names with digits keep the fingerprint of PostgreSQL's grammar") {
        const auto script = read_statement_script("select * from events_2024_01 where a = 1; select * from events_2025_12 where a = 2", "q.sql");
        REQUIRE(script);
        REQUIRE((*script)->queries.size() == 1);
        CHECK((*script)->queries[0].parsed);
        CHECK((*script)->queries[0].text == "select * from events_#_# where a = $1");
    }

    TEST_CASE("what a text is shows in its first lines") {
        const auto format = [](const std::string& text) {
            const auto read = read_workload_text(text, "given");
            return read ? (*read)->format : read.error().message;
        };
        CHECK(format("select 1;\n-- 2024-01-01 00:00:00.000 UTC [1] LOG:  duration\nselect 2;\n") == "SQL");
        CHECK(format("userid,dbid,queryid,query,calls,total_exec_time\n1,1,1,select 1,1,1\n") == "pg_stat_statements");
        const std::vector<test::Said> said{{9, "LOG", "duration: 1.5 ms  statement: select 1"}, {9, "LOG", "duration: 2.5 ms  statement: select 2"}};
        CHECK(format(test::as_csv(said)) == "csvlog");
        CHECK(format(test::as_json(said)) == "jsonlog");
        CHECK(format(test::as_stderr(said)).starts_with("stderr, log_line_prefix "));
        const std::string plan = "Seq Scan on t  (cost=0.00..9.00 rows=9 width=4) (actual time=0.010..5.000 rows=9 loops=1)\nExecution Time: 5.1 ms\n";
        CHECK(format(plan).find("plans without their statements") != std::string::npos);
        const auto read = read_workload_text("Query Text: select * from t where a = 5\n" + plan, "given");
        REQUIRE(read);
        CHECK((*read)->format == "plans");
        REQUIRE((*read)->queries.size() == 1);
        CHECK((*read)->queries[0].text == "select * from t where a = $1");
        CHECK((*read)->queries[0].total_ms == doctest::Approx(5.1));
        CHECK((*read)->queries[0].samples.at(0).statement == "select * from t where a = 5");
    }

    TEST_CASE("a server without the extension says what is missing") {
        const auto database = lab::test_database();
        auto connection = lab::must(database->connect());
        const auto none = read_statement_statistics(connection, "lab");
        REQUIRE_FALSE(none);
        CHECK(none.error().message.find("create extension pg_stat_statements") != std::string::npos);
    }
}

}  // namespace assay::query
