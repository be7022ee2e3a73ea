// The prover's hands: savepoints, transcript, roles, times, and that nothing of it stays.
#include <algorithm>

#include "lab/test_server.h"

namespace assay {

using lab::must;
using lab::test_database;
using lab::value;

TEST_SUITE_BEGIN("lab: experiments");

TEST_CASE("an experiment goes on after an error, is recorded, and is rolled back") {
    const auto database = test_database();
    must(must(database->connect()).query("create table t (id int primary key)"));
    {
        Lab lab{*database};
        must(lab.run("insert into t values (1)"));
        CHECK(!lab.run("insert into t values (1)"));
        CHECK(lab.last_error().sqlstate == "23505");
        must(lab.run("insert into t values (2)"));
        CHECK(must(lab.query("select count(*) from t")).integer(0, 0) == 2);
        const Proof proof = lab.proof("inserted twice", "one row", "refused");
        CHECK(proof.method() == "inserted twice");
        REQUIRE(proof.transcript().size() == 3);
        CHECK(proof.transcript()[0] == "insert into t values (1)");
        CHECK(proof.transcript()[1].find("insert into t values (1)\n-- fails: 23505 duplicate key") == 0);
        auto other = must(lab.another_session());
        CHECK(value(other, "select count(*) from t") == "0");

        lab.reset();
        CHECK(lab.proof("", "", "").transcript().empty());
        CHECK(must(lab.query("select count(*) from t")).integer(0, 0) == 0);
        must(lab.run("insert into t values (3)"));
    }
    auto session = must(database->connect());
    CHECK(value(session, "select count(*) from t") == "0");
}

TEST_CASE("no text can end the transaction of an experiment unseen") {
    const auto database = test_database();
    Lab lab{*database};
    must(lab.run("create table t (id int)"));
    CHECK(!lab.run("select 1; commit; drop table t"));
    CHECK(!lab.run("do $$ begin commit; end $$"));
    must(lab.query("select * from t"));
    CHECK(!lab.run("rollback"));
    CHECK(!lab.query("select * from t"));
}

TEST_CASE("what no transaction can hold is committed, and gone with the experiment") {
    const auto database = test_database();
    {
        Lab lab{*database};
        must(lab.run("create table lost (id int)"));
        const auto schema = must(lab.committed_schema());
        CHECK(!lab.query("select * from lost"));
        must(lab.run("create table " + schema + ".t as select 1 as id"));
        CHECK(!lab.run("select 1/0"));
        must(lab.run("vacuum " + schema + ".t"));
        CHECK(must(lab.time_ms("insert into " + schema + ".t values (2)", 2)) >= 0);
        auto other = must(lab.another_session());
        CHECK(value(other, "select count(*) from " + schema + ".t") == "1");
        CHECK(lab.proof("", "", "").transcript().size() == 5);
    }
    auto session = must(database->connect());
    CHECK(value(session, "select count(*) from pg_namespace where nspname like 'assay%'") == "0");
}

TEST_CASE("an experiment becomes another role and comes back") {
    const auto database = test_database();
    must(database->create_role("visitor", false, true, false));
    Lab lab{*database};
    must(lab.run("create table secret (id int)"));
    must(lab.become("visitor"));
    CHECK(must(lab.query("select current_user")).text(0, 0) == "visitor");
    CHECK(!lab.run("select * from secret"));
    CHECK(lab.last_error().sqlstate == "42501");
    must(lab.become(""));
    must(lab.run("select * from secret"));
    CHECK(!lab.become("pg_read_server_files"));
    must(lab.become("visitor"));
    lab.reset();
    CHECK(must(lab.query("select current_user = session_user")).boolean(0, 0));
}

TEST_CASE("plans and times come from the server, and timed changes are undone") {
    const auto database = test_database();
    Lab lab{*database};
    must(lab.run("create table t as select i as id from generate_series(1, 1000) i"));
    CHECK(must(lab.explain_analyze("select * from t where id = 5")).find("\"Node Type\": \"Seq Scan\"") !=
          std::string::npos);
    CHECK(must(lab.time_ms("select pg_sleep(0.02)", 2)) >= 20);
    CHECK(must(lab.time_ms("do $$ begin perform pg_sleep(0.02); end $$", 1)) >= 20);
    CHECK(must(lab.time_ms(
              "/* a \"Execution Time\": 7 */ delete from t where 'x\"Execution Time\": 9' <> ''")) < 1000);
    CHECK(must(lab.time_ms("create index on t (id)", 2)) > 0);
    CHECK(must(lab.query("select count(*) from t")).integer(0, 0) == 1000);
    CHECK(must(lab.query("select count(*) from pg_indexes where tablename = 't'")).integer(0, 0) == 0);
    CHECK(!lab.time_ms("select no_such_column from t"));
    CHECK(lab.last_error().sqlstate == "42703");
    CHECK(!lab.time_ms("vacuum t"));
    must(lab.query("select 1"));
}

TEST_CASE("scratch schemas have free names") {
    const auto database = test_database();
    Lab lab{*database};
    CHECK(lab.scratch_schema() == "assay_scratch");
    must(lab.run("create schema assay_scratch"));
    CHECK(lab.scratch_schema() == "assay_scratch_2");
}

TEST_SUITE_END();

}  // namespace assay
