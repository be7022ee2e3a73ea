#include "sql/statement.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "world/limits.h"

using namespace assay::sql;

namespace {

Statement read(std::string_view text) {
    Statement statement;
    const auto ran =
        with_parser_thread([&](const Parser& parser) { statement = read_statement(parser, text); });
    REQUIRE(ran.has_value());
    return statement;
}

// Objects as "create table s.t @12", "drop column t.a @30".
std::vector<std::string> objects_of(std::string_view text) {
    const char* actions[]{"create", "alter", "rename", "drop"};
    std::vector<std::string> lines;
    for (const Object& object : read(text).objects) {
        std::string line = std::string{actions[static_cast<int>(object.action)]} + " " +
                           std::string{name(object.kind)} + " ";
        if (!object.table.name.empty()) line += object.table.text() + ".";
        line += object.name.text();
        for (const std::string& column : object.columns) line += " " + column;
        lines.push_back(line + " @" +
                        std::string{text.substr(object.offset,
                                                text.find_first_of(" (,", object.offset) - object.offset)});
    }
    return lines;
}

std::vector<std::string> names_of(const std::vector<Mention>& mentions) {
    std::vector<std::string> names;
    for (const Mention& mention : mentions) names.push_back(mention.name.text());
    return names;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("statement: what CREATE TABLE makes, and where each part stands") {
    const char* text =
        "create table if not exists \"S\".t (id int primary key, p numeric(3,1) constraint pos check (p > "
        "0), "
        "o int references other(x), unique (id, o), foreign key (p, o) references z (a, b))";
    CHECK(objects_of(text) ==
          Lines{"create table S.t @\"S\".t", "create column S.t.id @id", "create constraint S.t. id @primary",
                "create column S.t.p @p", "create constraint S.t.pos p @constraint", "create column S.t.o @o",
                "create constraint S.t. o @references", "create constraint S.t. id o @unique",
                "create constraint S.t. p o @foreign"});
    const Statement statement = read(text);
    CHECK(statement.tag == "CreateStmt");
    CHECK(statement.statements == 1);
    CHECK(statement.objects[0].if_exists);
    CHECK(statement.objects[4].detail == "CONSTR_CHECK");
    CHECK(names_of(statement.tables) == Lines{"other", "z"});
    CHECK(names_of(statement.types) == Lines{"pg_catalog.int4", "pg_catalog.numeric", "pg_catalog.int4"});
}

TEST_CASE("statement: each subcommand of ALTER TABLE has its place") {
    const char* text =
        "alter table only a.b add column x numeric(3,1) default f(1, 2), drop constraint if exists c "
        "cascade,\n"
        "alter y set not null, add constraint k check (x > 0) not valid, owner to bob";
    CHECK(objects_of(text) == Lines{"create column a.b.x @add", "drop constraint a.b.c @drop",
                                    "alter column a.b.y @alter", "create constraint a.b.k x @add",
                                    "alter table a.b @owner"});
    const Statement statement = read(text);
    CHECK(statement.objects[0].detail == "AT_AddColumn");
    CHECK(statement.objects[1].if_exists);
    CHECK(statement.objects[1].cascade);
    CHECK(statement.objects[2].offset == std::string_view{text}.find("alter y"));
    CHECK(names_of(statement.functions) == Lines{"f"});
    REQUIRE(statement.roles.size() == 1);
    CHECK(statement.roles[0].name == "bob");
    CHECK(statement.roles[0].action == RoleAction::mention);
}

TEST_CASE("statement: other objects") {
    CHECK(objects_of("create unique index i on s.t (a, lower(b), c)") ==
          Lines{"create index s.t.s.i a c @i"});
    CHECK(objects_of("create view v as select 1") == Lines{"create view v @v"});
    CHECK(objects_of("create materialized view s.m as select 1") ==
          Lines{"create materialized view s.m @s.m"});
    CHECK(objects_of("create table n as select 1") == Lines{"create table n @n"});
    CHECK(objects_of("create policy p on t for select using (true)") == Lines{"create policy t.p @p"});
    CHECK(objects_of("create type mood as enum ('a')") == Lines{"create type mood @mood"});
    CHECK(objects_of("create domain d as text") == Lines{"create domain d @d"});
    CHECK(objects_of("create sequence s.q") == Lines{"create sequence s.q @s.q"});
    CHECK(objects_of("create schema x create table t (a int)") ==
          Lines{"create schema x @x", "create table x.t @t", "create column x.t.a @a"});
    CHECK(objects_of("drop table a, b.c") == Lines{"drop table a @a", "drop table b.c @c"});
    CHECK(objects_of("drop policy if exists p on s.t") == Lines{"drop policy s.t.p @p"});
    CHECK(objects_of("drop function s.f(int)") == Lines{"drop function s.f @f"});
    CHECK(objects_of("alter table t rename column a to b") == Lines{"rename column t.a @a"});
    CHECK(objects_of("alter table t rename to u") == Lines{"rename table t @t"});
    CHECK(objects_of("alter table t set schema z") == Lines{"rename table t @t"});
    CHECK(read("alter table t set schema z").objects[0].new_name == "z.");
    CHECK(objects_of("alter type mood add value 'b'") == Lines{"alter type mood @mood"});
    const Statement trigger =
        read("create trigger g before insert on t for each row execute function s.fn()");
    CHECK(names_of(trigger.functions) == Lines{"s.fn"});
    const Statement extension = read("create extension if not exists pgcrypto with schema ext");
    CHECK(extension.objects[0].name.name == "pgcrypto");
    CHECK(extension.extension_schema.name == "ext");
}

TEST_CASE("statement: roles") {
    const Statement made = read("create user u bypassrls noinherit in role z");
    REQUIRE(made.roles.size() == 2);
    CHECK(made.roles[0].action == RoleAction::create);
    CHECK(made.roles[0].login == true);
    CHECK(made.roles[0].bypass_rls == true);
    CHECK(made.roles[0].inherit == false);
    CHECK_FALSE(made.roles[0].superuser.has_value());
    CHECK(made.roles[1].name == "z");
    const auto names = [](std::string_view text) {
        Lines found;
        for (const Role& role : read(text).roles) found.push_back(role.name);
        return found;
    };
    CHECK(names("grant select on t to r, \"Bob\", public") == Lines{"r", "Bob"});
    CHECK(names("grant a to b") == Lines{"a", "b"});
    CHECK(names("set role x") == Lines{"x"});
    CHECK(names("create policy p on t to app, current_user using (true)") == Lines{"app"});
    CHECK(names("alter default privileges for role x grant all on tables to y") == Lines{"x", "y"});
    CHECK(names("drop role if exists a, b") == Lines{"a", "b"});
}

TEST_CASE("statement: data, queries, settings, transactions") {
    CHECK(read("with x as (delete from t returning *) select * from x").is_data);
    CHECK_FALSE(read("select 1").is_data);
    CHECK(read("select 1").is_query);
    CHECK(read("copy t from stdin").copies_from_stdin);
    CHECK_FALSE(read("copy t to stdout").is_data);
    CHECK(read("start transaction").transaction == Transaction::begin);
    CHECK(read("end").transaction == Transaction::commit);
    const Statement savepoint = read("rollback to a");
    CHECK(savepoint.transaction == Transaction::rollback_to);
    CHECK(savepoint.savepoint == "a");
    const Statement path = read("set local search_path = a, \"B\"");
    REQUIRE(path.settings.size() == 1);
    CHECK(path.settings[0].name == "search_path");
    CHECK(path.settings[0].values == Lines{"a", "B"});
    CHECK(path.settings[0].local);
    const Statement dump = read("select pg_catalog.set_config('search_path', '', false)");
    REQUIRE(dump.settings.size() == 1);
    CHECK(dump.settings[0].values == Lines{""});
    CHECK(read("set x.y = -5").settings[0].values == Lines{"-5"});
    CHECK(read("create function f() returns int set search_path = a language sql as ''")
              .settings[0]
              .of_function);
    CHECK(names_of(read("with c as (select * from base) select * from c join s.d using (id)").tables) ==
          Lines{"s.d", "base"});
}

TEST_CASE("statement: what needs to run outside a transaction") {
    const Statement index = read("create index concurrently i on t (a)");
    CHECK(index.needs_no_transaction);
    CHECK(index.in_transaction == "create index              i on t (a)");
    CHECK(read("reindex (verbose, concurrently) table t").in_transaction ==
          "reindex (verbose              ) table t");
    CHECK(read("reindex (concurrently) table t").in_transaction == "reindex                table t");
    CHECK(read("drop index concurrently i").in_transaction == "drop index              i");
    CHECK(read("alter table t detach partition p concurrently").in_transaction ==
          "alter table t detach partition p             ");
    CHECK(read("vacuum t").needs_no_transaction);
    CHECK_FALSE(read("vacuum t").in_transaction.has_value());
    CHECK_FALSE(read("analyze t").needs_no_transaction);
    CHECK_FALSE(read("refresh materialized view concurrently m").needs_no_transaction);
}

TEST_CASE("statement: what a lab must not run") {
    for (const char* text :
         {"copy t from '/etc/passwd'", "copy t to program 'id'", "select lo_import('/etc/passwd')",
          "select * from pg_catalog.pg_read_file('x')", "select dblink_exec('x', 'y')",
          "alter system set work_mem = 1", "load 'x'",
          "create function f() returns int language plpython3u as 'x'",
          "create function f() returns int as 'lib', 'f' language c", "create language plperlu",
          "do $$ begin execute 'copy t from program ''id'''; end $$",
          "create function f() returns text language sql as $$ select pg_read_file('x') $$",
          "create view v as select pg_ls_dir('.')",
          "create table t (a int) not a grammar; select pg_read_file('x')"})
        CHECK_MESSAGE(!read(text).refusal.empty(), std::string{text});
    for (const char* text :
         {"select 'pg_read_file(1)'", "do $$ begin -- pg_read_file('x')\n null; end $$", "copy t from stdin",
          "create function f() returns int language plpgsql as $$ begin return 1; end $$",
          "create table copy_program (a text)", "grant pg_read_all_data to x"})
        CHECK_MESSAGE(read(text).refusal.empty(), std::string{text});
    for (const char* text :
         {"create database x", "create server s foreign data wrapper w",
          "create subscription s connection '' publication p", "grant all on database x to y",
          "alter database x owner to y", "comment on extension plpgsql is 'x'"})
        CHECK_MESSAGE(!read(text).set_aside.empty(), std::string{text});
}

TEST_CASE("statement: errors have a place in bytes and never stop the reading") {
    const Statement wrong = read("select 'é', from from x");
    REQUIRE(wrong.error.has_value());
    CHECK(wrong.error->message == "syntax error at or near \"from\"");
    CHECK(wrong.error->offset == 13);
    CHECK(wrong.is_query);
    CHECK(read("").statements == 0);
    CHECK(read("select 'abc").error.has_value());
    CHECK(read(std::string_view{"select \0", 8}).error.has_value());
    CHECK(read("insert into t values (" + std::string(assay::limits::statement_bytes, '1') + ")")
              .error->message.find("limit") != std::string::npos);
}

TEST_CASE("statement: what is nested deeply neither crashes nor hangs") {
    std::string chain = "select 1";
    for (int i = 0; i < 300'000; ++i) chain += "+1";
    const Statement deep = read(chain);
    CHECK_FALSE(deep.error.has_value());
    CHECK(deep.tag == "SelectStmt");
    CHECK(read("select " + std::string(500'000, '(') + "1" + std::string(500'000, ')')).error.has_value());
}

TEST_CASE("parser thread: jobs one after another, and what they throw") {
    auto thread = ParserThread::start();
    REQUIRE(thread.has_value());
    int runs = 0;
    thread->run([&](const Parser&) { ++runs; });
    CHECK_THROWS_AS(thread->run([](const Parser&) { throw std::runtime_error{"x"}; }), std::runtime_error);
    thread->run([&](const Parser&) { ++runs; });
    CHECK(runs == 2);
}

TEST_CASE("rewrite: what only newer servers know") {
    const Rewrite table = rewrite_for_15(
        "create table t (a int generated always as (b + 1) virtual, b int,\n"
        "check (a > 1) not enforced, constraint n not null b)");
    CHECK(table.text ==
          "create table t (a int generated always as (b + 1) STORED , b int,\n"
          "check (a > 1)             , constraint n CHECK (b IS NOT NULL))");
    CHECK(table.notes.size() == 3);
    CHECK(rewrite_for_15("create table t (a int generated always as (b))").text ==
          "create table t (a int generated always as (b) STORED)");
    CHECK(rewrite_for_15("alter table t add constraint n not null a").text ==
          "alter table t add constraint n CHECK (a IS NOT NULL)");
    CHECK(rewrite_for_15("set transaction_timeout = 0").text.empty());
    CHECK(rewrite_for_15("select 1_000, 0xff").text == "select 1000 , 255 ");
    CHECK(rewrite_for_15("grant a to b with inherit true, set false granted by c").text ==
          "grant a to b                              granted by c");
    CHECK(rewrite_for_15("create table t (a int, r tsrange, primary key (a, r without overlaps))").text ==
          "create table t (a int, r tsrange, primary key (a, r                 ))");
    for (const char* text :
         {"create table t (a int not null, enforced boolean, storage text, period int, virtual int)",
          "select 'VIRTUAL', \"NOT ENFORCED\"", "create table t (a int generated always as identity)",
          "create table t (a int generated always as (b + 1) stored)", "grant a to b with admin option",
          "alter table t alter a set storage plain",
          "create table t (a int constraint n not null default 1)"}) {
        const Rewrite same = rewrite_for_15(text);
        CHECK(same.text == text);
        CHECK_MESSAGE(same.notes.empty(), std::string{text});
    }
}
