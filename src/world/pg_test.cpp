// Connections, against a real server.
#include "world/pg.h"

#include <csignal>
#include <thread>

#include "lab/test_server.h"

namespace assay::pg {

using lab::failure;
using lab::must;
using lab::test_database;
using lab::value;

TEST_SUITE_BEGIN("pg");

TEST_CASE("errors of opening never hold the password") {
    for (const char* conninfo :
         {"postgres://user:hidden%secret@host/db", "postgres://user:hid@hiddensecret@127.0.0.1:1/db",
          "host=127.0.0.1 port=1 password=hiddensecret", "password=a hiddensecret=b",
          "password=a hiddensecret", "password='hiddensecret", "postgresql://user:hiddensecret@[::1/db",
          "postgres://user:hiddensecret@127.0.0.1:1/db?sslmode=x"}) {
        const auto opened = Connection::open(conninfo, Milliseconds{500});
        REQUIRE(!opened);
        CHECK(!opened.error().message.empty());
        CHECK_MESSAGE(opened.error().message.find("secret") == std::string::npos, opened.error().message);
    }
}

TEST_CASE("a connection says who it is, and understands URIs and service files") {
    const auto database = test_database();
    auto session = must(database->connect());
    CHECK(value(session, "show application_name") == "assay");
    CHECK(value(session, "show client_encoding") == "UTF8");
    CHECK(session.server_version() / 10000 >= 15);
    CHECK(value(session, "select pg_backend_pid()") == std::to_string(session.backend_pid()));

    const std::string folder = lab::test_server().socket_folder().string();
    const std::string user = value(session, "select current_user");
    std::string escaped;
    for (const char c : folder) escaped += c == '/' ? std::string{"%2F"} : std::string{c};
    auto by_uri = must(Connection::open("postgres://" + user + "@" + escaped + "/" + database->name() +
                                        "?application_name=me"));
    CHECK(value(by_uri, "show application_name") == "me");
    CHECK(!Connection::open("service=no_such_service"));
}

TEST_CASE("rows, values, errors and notices") {
    const auto database = test_database();
    auto session = must(database->connect());
    const auto rows =
        must(session.query("select 1 as one, null::int, true, 2.5, 'grün' union all "
                           "select 9007199254740993, 4, false, -1, ''"));
    REQUIRE(rows.size() == 2);
    REQUIRE(rows.columns() == 5);
    CHECK(rows.column_name(0) == "one");
    CHECK(rows.column_type(2) == 16);
    CHECK(rows.integer(1, 0) == 9007199254740993);
    CHECK(rows.is_null(0, 1));
    CHECK(rows.integer(0, 1) == 0);
    CHECK(rows.boolean(0, 2));
    CHECK(!rows.boolean(1, 2));
    CHECK(rows.real(0, 3) == 2.5);
    CHECK(rows.text(0, 4) == "grün");
    CHECK(must(session.query("create table t (id int primary key)")).command_tag() == "CREATE TABLE");
    CHECK(must(session.query("insert into t values (1); select 7")).integer(0, 0) == 7);
    CHECK(must(session.query("select $1::int + $2::int, $3::text is null", Parameters{"1", "2", {}}))
              .integer(0, 0) == 3);

    CHECK(!session.query("select 'é', nope"));
    CHECK(session.last_error().sqlstate == "42703");
    CHECK(session.last_error().position == 13);
    CHECK(!session.query("insert into t values (1)"));
    CHECK(session.last_error().detail == "Key (id)=(1) already exists.");
    must(session.query("do $$ begin raise notice 'hello'; end $$"));
    const auto notices = session.take_notices();
    REQUIRE(notices.size() == 1);
    CHECK(notices[0] == "NOTICE:  hello");
    CHECK(session.take_notices().empty());

    CHECK(!session.in_transaction());
    must(session.query("begin"));
    CHECK(session.in_transaction());
    CHECK(!session.query("select 1/0"));
    CHECK(session.in_transaction());
    must(session.query("rollback"));
    must(session.query(""));
}

TEST_CASE("a statement is read without running, then its rows come one by one until nobody wants more") {
    const auto database = test_database();
    auto session = must(database->connect());
    must(session.query("create function loud() returns int language plpgsql immutable as $$ begin raise exception 'ran'; end $$"));
    must(session.query("set client_min_messages = log; set debug_print_rewritten = on"));
    const auto trees = must(session.prepare("loud", "select loud()", {}, "rewritten parse tree:", Milliseconds{5'000}));
    REQUIRE(trees.size() == 1);
    CHECK(trees[0].find("FUNCEXPR") != std::string::npos);
    must(session.query("set debug_print_rewritten = off"));
    CHECK(!session.each_row("loud", {}, [](const Rows&) { return true; }));
    CHECK(session.last_error().message == "ran");

    must(session.prepare("many", "select n, repeat('x', 1000) from generate_series(1, 1000000) n", {}, "", Milliseconds{5'000}));
    int rows = 0;
    must(session.each_row("many", {}, [&](const Rows& row) { return row.integer(0, 0) == ++rows && rows < 10; }));
    CHECK(rows == 10);
    must(session.prepare("none", "select 1 as one where false", {}, "", Milliseconds{5'000}));
    must(session.each_row("none", {}, [&](const Rows& row) { return row.size() == 0 && row.column_name(0) == "one"; }));

    must(session.prepare("large", "select repeat('x', 50000000)", {}, "", Milliseconds{5'000}));
    CHECK(!session.each_row("large", {.row_bytes = 1'000'000}, [](const Rows&) { return true; }));
    CHECK(session.last_error().message == "a row takes more than 1000000 bytes");
    CHECK(!session.alive());
    auto other = must(database->connect());
    must(other.prepare("long", "select pg_sleep(60)", {}, "", Milliseconds{5'000}));
    CHECK(!other.each_row("long", {.time = Milliseconds{150}}, [](const Rows&) { return true; }));
    CHECK(other.last_error().timed_out);
    CHECK(other.alive());
}

TEST_CASE("the time limit holds, whatever the statement sets or catches") {
    const auto database = test_database();
    auto session = must(database->connect());
    const Milliseconds limit{150};
    const auto cut_off = [&](const std::string& sql, double within_seconds) {
        const Stopwatch watch;
        CHECK(!session.query(sql, limit));
        CHECK(watch.seconds() < within_seconds);
        CHECK(session.last_error().timed_out);
        CHECK(session.last_error().message == "cut off after 0.15 s");
    };
    cut_off("set statement_timeout = 0; select pg_sleep(30)", 1.5);
    CHECK(session.alive());
    CHECK(value(session, "select 1") == "1");
    cut_off(
        "do $$ begin loop begin perform pg_sleep(30); exception when query_canceled then null; end; end "
        "loop; "
        "end $$",
        4);
    CHECK(!session.alive());
    CHECK(!session.query("select 1"));
    CHECK(session.last_error().sqlstate == "08006");
}

TEST_CASE("a pipeline answers each query by itself, and ends in time") {
    const auto database = test_database();
    auto session = must(database->connect());
    const auto answers = session.pipeline({"select 1", "select nope", "select 3", "select 4; select 5"});
    REQUIRE(answers.size() == 4);
    CHECK(answers[0]->integer(0, 0) == 1);
    REQUIRE(!answers[1]);
    CHECK(answers[1].error().sqlstate == "42703");
    CHECK(answers[2]->integer(0, 0) == 3);
    REQUIRE(!answers[3]);
    CHECK(answers[3].error().sqlstate == "42601");
    CHECK(value(session, "select 6") == "6");

    // More than the sockets' buffers hold, in both directions.
    const std::vector<std::string> large(50, "select '" + std::string(200'000, 'x') + "'");
    for (const auto& answer : session.pipeline(large)) CHECK(answer->text(0, 0).size() == 200'000);

    const auto late = session.pipeline({"select pg_sleep(30)", "select 2"}, Milliseconds{100});
    REQUIRE(!late[0]);
    CHECK(late[0].error().timed_out);
    CHECK(late[1]->integer(0, 0) == 2);
    CHECK(session.pipeline({}).empty());
}

TEST_CASE("copying in") {
    const auto database = test_database();
    auto session = must(database->connect());
    must(session.query("create table t (id int primary key, name text)"));
    must(session.copy_in("copy t from stdin", "1\tone\n2\t\\N\n"));
    CHECK(value(session, "select count(*) from t where name is null") == "1");
    CHECK(!session.copy_in("copy t from stdin", "3\tthree\nx\tfour\n"));
    CHECK(session.last_error().sqlstate == "22P02");
    CHECK(!session.copy_in("select 1", "5\tfive\n"));
    CHECK(!session.copy_in("copy nowhere from stdin", "5\tfive\n"));
    CHECK(session.last_error().sqlstate == "42P01");
    std::string many;
    for (int i = 10; i < 200'000; ++i) many += std::to_string(i) + "\tname\n";
    must(session.copy_in("copy t from stdin", many));
    CHECK(value(session, "select count(*) from t") == "199992");
    CHECK(failure(session, "copy t from stdin") == "57014");
    must(session.query("copy t to stdout"));
    CHECK(value(session, "select 1") == "1");
}

TEST_CASE("a session that the server ended is an error, not a crash") {
    const auto database = test_database();
    auto session = must(database->connect());
    auto other = must(database->connect());
    must(other.query("select pg_terminate_backend(" + std::to_string(session.backend_pid()) + ")"));
    CHECK(!session.query("select 1"));
    CHECK(session.last_error().sqlstate == "57P01");
    CHECK(!session.alive());
    for (const auto& answer : session.pipeline({"select 1", "select 2"})) CHECK(!answer);
    CHECK(!session.copy_in("copy t from stdin", "1\n"));
}

TEST_CASE("names and texts are quoted as the server quotes them") {
    const auto database = test_database();
    auto session = must(database->connect());
    // Words that newer servers quote although they may be names are left as they are.
    const auto words =
        must(session.query("select word, quote_ident(word) from pg_get_keywords() where catcode <> 'C' "
                           "or current_setting('server_version_num')::int < 160000"));
    REQUIRE(words.size() > 400);
    for (int i = 0; i < words.size(); ++i) CHECK(quote_identifier(words.text(i, 0)) == words.text(i, 1));
    for (const std::string name : {"order_lines", "Order", "a b", "a\"b", "1a", "é", "", "a$b", "_x9"}) {
        CHECK(must(session.query("select quote_ident($1)", Parameters{name})).text(0, 0) ==
              quote_identifier(name));
        CHECK(must(session.query("select $1 = " + quote_literal(name), Parameters{name})).boolean(0, 0));
    }
    for (const std::string text : {"it's", "back\\slash", "both '\\"})
        CHECK(must(session.query("select $1 = " + quote_literal(text), Parameters{text})).boolean(0, 0));
}

TEST_SUITE_END();

}  // namespace assay::pg
