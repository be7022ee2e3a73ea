// From a dump's text to statements that a server takes: each case runs in the lab.
#include <doctest/doctest.h>

#include <algorithm>

#include "domain/migration/engines/mysql/convert.h"
#include "domain/migration/engines/mysql/parse.h"
#include "domain/migration/engines/mysql/rows.h"
#include "domain/migration/engines/writer.h"
#include "lab/test_server.h"

namespace assay::migration::mysql {

namespace {

struct Case {
    Dump dump;
    Facts facts;
    Converted converted;
    std::vector<ConvertedStatement> statements;

    explicit Case(std::string_view text, const Options& options = {}) {
        dump.file = "dump.sql";
        Settings settings;
        Statements reader{text, longest_statement_bytes};
        for (auto next = reader.next(); next && *next; next = reader.next()) {
            if (purpose_of((*next)->text) == Purpose::definition) read_statement(**next, settings, dump);
            if (purpose_of((*next)->text) != Purpose::rows) continue;
            const auto* table = dump.table({settings.database, InsertReader{(*next)->text}.table().name});
            REQUIRE(table);
            look_at_rows((*next)->text, *table, facts[table->name.shown()]);
        }
        converted = convert(dump, facts, options);
        statements = write_statements(converted.schema);
    }

    bool lost(std::string_view kind, std::string_view object = {}) const {
        return std::any_of(converted.losses.begin(), converted.losses.end(), [&](const Loss& loss) { return loss.kind->id == kind && (object.empty() || loss.object == object); });
    }
    // Runs all in a database of its own; an answer of the server's to `question` afterwards.
    std::string answer(const std::string& question) const {
        const auto database = lab::test_database();
        auto session = lab::must(database->connect());
        for (const auto& statement : statements) {
            CAPTURE(statement.sql);
            CHECK_MESSAGE(session.query(statement.sql), session.last_error().message);
        }
        return lab::value(session, question);
    }
    std::string type(const std::string& table, const std::string& column) const {
        return answer("select format_type(atttypid, atttypmod) from pg_attribute where attrelid = '" + table + "'::regclass and attname = '" + column + "'");
    }
};

}  // namespace

TEST_CASE("from-mysql: types") {
    const Case shop{R"(
CREATE TABLE `Things` (
  `ID` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `tiny` tinyint(4) DEFAULT -1, `flag` tinyint(1) NOT NULL DEFAULT '1', `small` smallint(5) unsigned DEFAULT NULL, `medium` mediumint unsigned, `whole` int(10) unsigned zerofill,
  `money` decimal(10,2) unsigned NOT NULL DEFAULT '0.00', `ratio` float DEFAULT 0.5, `exact` double(8,3),
  `bits` bit(5) DEFAULT b'101', `one` bit(1) DEFAULT b'0',
  `code` char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '', `title` varchar(100) DEFAULT 'it''s', `body` mediumtext,
  `hash` binary(16) DEFAULT NULL, `blob` longblob,
  `state` enum('new','old') NOT NULL DEFAULT 'new', `tags` set('a','b') DEFAULT 'a,b',
  `day` date DEFAULT '0000-00-00', `at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), `stamp` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  `long` time DEFAULT NULL, `year` year(4) DEFAULT NULL, `data` json DEFAULT NULL, `spot` point DEFAULT NULL,
  `total` decimal(12,2) GENERATED ALWAYS AS (`money` * 2) VIRTUAL,
  PRIMARY KEY (`ID`), KEY `title` (`title`(20)), KEY `body` (`body`(30)), FULLTEXT KEY `words` (`title`,`body`)
) ENGINE=InnoDB AUTO_INCREMENT=42 DEFAULT CHARSET=utf8mb4 COMMENT='all of them';)"};
    CHECK(shop.dump.problems.empty());
    CHECK(shop.answer("select string_agg(format_type(atttypid, atttypmod), ' ' order by attnum) from pg_attribute where attrelid = 'things'::regclass and attnum > 0") ==
          "bigint smallint boolean integer integer bigint numeric(10,2) real double precision bit(5) boolean character varying(2) character varying(100) text bytea bytea "
          "things_state things_tags[] date timestamp(3) without time zone timestamp(0) with time zone time(0) without time zone smallint jsonb point numeric(12,2)");
    CHECK(shop.answer("insert into things (title) values ('x') returning id || ' ' || (flag, state, tags, bits, one, code, day, small)::text") == "42 (t,new,\"{a,b}\",00101,f,\"\",,)");
    for (const std::string_view kind : {"auto-increment", "boolean", "unsigned", "zerofill", "float-digits", "char", "set", "zero-date", "on-update", "time-range", "json", "geometry", "virtual", "fulltext", "prefix-index", "names", "case-insensitive"}) {
        CAPTURE(kind);
        CHECK(shop.lost(kind));
    }
    CHECK(shop.lost("prefix-index", "Things.body"));
    CHECK_FALSE(shop.lost("prefix-index", "Things.title"));
    CHECK_FALSE(shop.lost("case-insensitive", "Things.code"));
}

TEST_CASE("from-mysql: what rows say decides a type") {
    const Case shop{R"(
CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, level tinyint(1), flag tinyint(1), hash bigint unsigned, spent time, seen datetime NOT NULL, spot geometry);
INSERT INTO t VALUES (7,2,1,18446744073709551615,'30:00:00','0000-00-00 00:00:00',0x000000000101000000000000000000F03F0000000000000040);)"};
    CHECK(shop.answer("select string_agg(format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end, ', ' order by attnum) from pg_attribute where attrelid = 't'::regclass and attnum > 0") ==
          "integer not null, smallint, boolean, numeric(20,0), interval(0), timestamp(0) without time zone, point");
    CHECK(shop.answer("insert into t (level) values (1) returning id") == "8");
    CHECK(shop.lost("zero-date", "t.seen"));
    CHECK(shop.lost("interval", "t.spent"));
    CHECK(shop.lost("not-boolean", "t.level"));
    CHECK_FALSE(shop.lost("not-boolean", "t.flag"));
}

TEST_CASE("from-mysql: the time of a change is set by a trigger, unless the statement sets it") {
    const Case shop{"CREATE TABLE t (id int PRIMARY KEY, n int, spot point, seen timestamp NOT NULL DEFAULT '2001-01-01' ON UPDATE CURRENT_TIMESTAMP);"};
    const auto database = lab::test_database();
    auto session = lab::must(database->connect());
    for (const auto& statement : shop.statements) lab::must(session.query(statement.sql));
    lab::must(session.query("insert into t (id, n) values (1, 1)"));
    lab::must(session.query("update t set n = 1"));
    CHECK(lab::value(session, "select extract(year from seen)::int from t") == "2001");
    lab::must(session.query("update t set n = 2, seen = '2002-02-02'"));
    CHECK(lab::value(session, "select extract(year from seen)::int from t") == "2002");
    lab::must(session.query("update t set n = 3"));
    CHECK(lab::value(session, "select seen > now() - interval '1 minute' from t") == "t");
}

TEST_CASE("from-mysql: keys, names of indexes, foreign keys") {
    const Case shop{R"(
CREATE TABLE users (id int unsigned NOT NULL, email varchar(190) NOT NULL, bio text, PRIMARY KEY (id), UNIQUE KEY email (email), UNIQUE KEY bio (bio(50)), KEY k (bio(10))) DEFAULT CHARSET=utf8mb4;
CREATE TABLE posts (id int unsigned NOT NULL PRIMARY KEY, user_id int unsigned, parent int unsigned, email varchar(190), KEY email (email), KEY k (user_id DESC),
  CONSTRAINT own FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE NO ACTION, CONSTRAINT loose FOREIGN KEY (parent) REFERENCES missing (id),
  CONSTRAINT by_mail FOREIGN KEY (parent) REFERENCES posts (user_id));)"};
    CHECK(shop.answer("select string_agg(indexrelid::regclass::text, ' ' order by indexrelid::regclass::text) from pg_index where indrelid in ('users'::regclass, 'posts'::regclass)") ==
          "bio bio_lower posts_email posts_k posts_pkey users_email users_email_lower users_k users_pkey");
    CHECK(shop.answer("select string_agg(pg_get_constraintdef(oid), '; ') from pg_constraint where contype = 'f'") == "FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE");
    CHECK(shop.lost("foreign-key", "posts.loose"));
    CHECK(shop.lost("foreign-key", "posts.by_mail"));
    CHECK(shop.lost("index-names", "posts.email"));
}

TEST_CASE("from-mysql: text without case, as it is wanted") {
    constexpr std::string_view text = "CREATE TABLE t (name varchar(20) PRIMARY KEY) DEFAULT CHARSET=utf8mb4;";
    using Choice = Options::Case;
    for (const auto choice : {Choice::lower, Choice::citext, Choice::icu}) {
        const Case shop{text, {choice, true}};
        const auto database = lab::test_database();
        auto session = lab::must(database->connect());
        for (const auto& statement : shop.statements) lab::must(session.query(statement.sql));
        lab::must(session.query("insert into t values ('Bob')"));
        CHECK(lab::failure(session, "insert into t values ('bob')") == "23505");
    }
    CHECK(Case{text, {Choice::plain, true}}.lost("key-case"));
}

TEST_CASE("from-mysql: partitions") {
    const Case shop{R"(
CREATE TABLE by_year (d date NOT NULL, n int) PARTITION BY RANGE (YEAR(d)) (PARTITION p0 VALUES LESS THAN (2020) ENGINE = InnoDB, PARTITION p1 VALUES LESS THAN MAXVALUE);
CREATE TABLE by_day (d date NOT NULL) /*!50100 PARTITION BY RANGE (to_days(d)) (PARTITION a VALUES LESS THAN (737790), PARTITION b VALUES LESS THAN (737821)) */;
CREATE TABLE by_list (n int NOT NULL) PARTITION BY LIST (n) (PARTITION x VALUES IN (1,2), PARTITION y VALUES IN (3));
CREATE TABLE by_key (n int NOT NULL PRIMARY KEY) PARTITION BY KEY () PARTITIONS 3;
CREATE TABLE odd (n int) PARTITION BY HASH (n DIV 10) PARTITIONS 4;)"};
    CHECK(shop.answer("select pg_get_expr(relpartbound, oid) from pg_class where relname = 'by_day_a'") == "FOR VALUES FROM (MINVALUE) TO ('2020-01-01')");
    CHECK(shop.answer("select count(*) from pg_class where relispartition and relkind = 'r'") == "9");
    CHECK(shop.lost("partitions", "odd"));
}

TEST_CASE("from-mysql: views in the order of their needs, triggers and routines by name") {
    const Case shop{R"(
CREATE TABLE t (id int PRIMARY KEY, active tinyint(1), n int);
/*!50001 CREATE VIEW `a` AS SELECT 1 AS `id`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */ /*!50001 VIEW `a` AS select `b`.`id` AS `ID`,if(`b`.`active`,_utf8mb4'yes',_utf8mb4'') AS `s` from `b` */;
CREATE VIEW b AS select * from t where active = 1;
CREATE VIEW c AS select date_format(now(), '%Y') AS y;
DELIMITER ;;
CREATE DEFINER=`root`@`%` TRIGGER touch BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.n = 1; END;;
CREATE PROCEDURE work() BEGIN SELECT 1; END;;
DELIMITER ;)"};
    CHECK(shop.answer("select string_agg(relname, ' ' order by oid) from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace") == "b a");
    REQUIRE(shop.converted.unconverted.size() == 3);
    CHECK(shop.converted.unconverted[0].what == "view");
    CHECK(shop.converted.unconverted[1].name == "touch");
    CHECK(shop.converted.unconverted[1].reason == "on t");
    CHECK(shop.converted.unconverted[2].what == "procedure");
}

TEST_CASE("from-mysql: ALTER TABLE as phpMyAdmin writes it") {
    const Case shop{R"(
CREATE TABLE `t` (`id` int(11) NOT NULL, `n` varchar(10)) ENGINE=InnoDB;
ALTER TABLE `t` ADD PRIMARY KEY (`id`), ADD KEY `n` (`n`);
ALTER TABLE `t` MODIFY `id` int(11) NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=5;
ALTER TABLE `t` ADD COLUMN `m` int AFTER `id`, DROP COLUMN `n`, DROP KEY `n`, CHANGE `m` `k` bigint DEFAULT 3;)"};
    CHECK(shop.dump.problems.empty());
    CHECK(shop.answer("insert into t default values returning t::text") == "(5,3)");
}

TEST_CASE("from-mysql: names in double quotes under ANSI_QUOTES") {
    const Case shop{R"(
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,ANSI' */;
CREATE TABLE "t" ("a" int NOT NULL, "b" int GENERATED ALWAYS AS ("a" * 2) STORED, CONSTRAINT "c" CHECK ("a" > 0), PRIMARY KEY ("a"));
CREATE VIEW "v" AS select "t"."a" AS "A b", 'x' AS "x" from "t";)"};
    CHECK(shop.answer("select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = 'v'::regclass and attnum > 0") == "a b, x");
}

TEST_CASE("from-mysql: what cannot be read is one problem with its place, the rest goes on") {
    const Case shop{"CREATE TABLE a (id int);\nCREATE TABLE b (id wrong_type);\n  CREATE TABLE c (id int,, n int);\nCREATE TABLE d (n int CHECK (n > 0)) ENGINE=MEMORY;"};
    REQUIRE(shop.dump.problems.size() == 2);
    CHECK(shop.dump.problems[0].message == "expected a data type, found wrong_type");
    CHECK(shop.dump.problems[0].place == Location{"dump.sql", 2, 20});
    CHECK(shop.dump.problems[1].place.line == 3);
    CHECK(shop.answer("select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace") == "2");
    CHECK(shop.lost("engine", "d"));
}

TEST_CASE("from-mysql: MariaDB's own") {
    const Case shop{R"(
CREATE SEQUENCE `s` start with 5 minvalue 1 maxvalue 9223372036854775806 increment by 1 cache 1000 nocycle ENGINE=InnoDB;
DO SETVAL(`s`, 9, 0);
CREATE TABLE t (id bigint(20) NOT NULL DEFAULT nextval(`s`), u uuid DEFAULT uuid(), ip inet6, j longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)), n int DEFAULT (1 + 2)) WITH SYSTEM VERSIONING;)"};
    CHECK(shop.dump.problems.empty());
    CHECK(shop.answer("insert into t default values returning id || ' ' || n") == "9 3");
    CHECK(shop.type("t", "j") == "jsonb");
    CHECK(shop.lost("system-versioned"));
}

}  // namespace assay::migration::mysql
