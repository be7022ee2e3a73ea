"""assay migrate from-mysql beside a real MariaDB: what its dump holds is what comes out. Usage: from_mysql_check.py PROGRAM ROOT

Skipped by name where MariaDB or PostgreSQL is missing (Debian's mariadb-server-core and mariadb-client).
"""

import json
import subprocess
import sys
import unittest

import jsonschema

import mariadb
from live_check import Server, installation
from whole_program import ROOT, Folder, assay, main


class Library(Folder):
    """tests/data/mysql/library.sql in MariaDB, dumped in several manners, converted, loaded by psql, compared value by value."""

    @classmethod
    def setUpClass(cls):
        cls.maria = mariadb.MariaDB()
        cls.addClassCleanup(cls.maria.stop)
        cls.maria.run("create database library")
        cls.maria.run((ROOT / "tests/data/mysql/library.sql").read_text(), "library")
        cls.postgres = Server(installation(), "timezone = 'UTC'\n")
        cls.addClassCleanup(cls.postgres.stop)

    def convert(self, dump, *words):
        (self.folder / "dump.sql").write_bytes(dump)
        done = assay("migrate", "from-mysql", "dump.sql", "--output", "made.sql", "--rows", "--format", "json", *words, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        answer = json.loads(done.stdout)
        jsonschema.validate(answer, json.loads((ROOT / "docs/schema/migrate_from_mysql.schema.json").read_text()))
        self.assertEqual([s for s in answer["conversion"]["statements"] if s["error"]], [])
        self.postgres.sql("drop schema if exists public cascade; create schema public;")
        self.postgres.sql((self.folder / "made.sql").read_text())
        return answer["conversion"]

    def ask(self, sql):
        done = subprocess.run([Server.psql_program(), "-h", self.postgres.folder, "-U", "postgres", "-d", "postgres", "-XAtq", "-v", "ON_ERROR_STOP=1", "-F", "\x1f", "-R", "\x1e",
                               "-P", "null=\x01", "-c", sql], capture_output=True, text=True, check=True)
        return [[None if field == "\x01" else field for field in row.split("\x1f")] for row in done.stdout.rstrip("\n").split("\x1e") if row]

    def assert_same(self):
        self.assertEqual(mariadb.differences(self.maria, "library", self.ask), [])

    def test_a_plain_dump(self):
        conversion = self.convert(self.maria.dump("library"))
        self.assert_same()
        self.assertEqual({t["table"]: (t["in_source"], t["loaded"]) for t in conversion["rows"]}, {"branch": (2, 2), "event": (3000, 3000), "loan": (3, 3), "reader": (3, 3)})
        self.assertEqual([(each["what"], each["name"]) for each in conversion["unconverted"]], [("trigger", "event_text")])
        kinds = {loss["kind"] for loss in conversion["losses"]}
        self.assertLessEqual({"zero-date", "fulltext", "prefix-index", "on-update", "set", "boolean", "not-boolean", "interval", "zerofill", "names", "quoted-names", "case-insensitive"}, kinds)

    def test_other_manners_of_dumping(self):
        for options in (["--hex-blob", "--skip-extended-insert"], ["--complete-insert", "--skip-comments"], ["--compatible=ansi", "--single-transaction"], ["--databases"], ["--replace", "--order-by-primary"]):
            with self.subTest(options=options):
                self.convert(self.maria.dump("library", *options))
                self.assert_same()

    def test_keys_and_numbers_go_on(self):
        self.convert(self.maria.dump("library"))
        self.assertEqual(self.postgres.sql("insert into reader (email) values ('new@example.org') returning readerid"), "1001")
        self.assertEqual(self.postgres.sql("insert into event (what) values ('x') returning id"), "3001")
        with self.assertRaisesRegex(RuntimeError, "duplicate key"):
            self.postgres.sql("insert into reader (email) values ('ADA@example.org')")
        with self.assertRaisesRegex(RuntimeError, "reader_branch"):
            self.postgres.sql("update reader set home_branch = 9")
        self.assertEqual(self.postgres.sql("select shown, active, half from adults where id = 1"), "Ada@Example.org (Mitte)|yes|6.1728000000000000")
        self.assertEqual(self.postgres.sql("select count(*) from pg_class where relispartition and relkind = 'r'"), "2")

    def test_case_kept_by_citext_and_icu(self):
        for choice in ("citext", "icu"):
            with self.subTest(choice=choice):
                self.convert(self.maria.dump("library"), "--case", choice)
                self.assertEqual(self.postgres.sql("select count(*) from reader where email = 'ADA@EXAMPLE.ORG'"), "1")


class Refused(Folder):
    """What cannot be taken over is said, with its place; the rest comes out."""

    def convert(self, text, *words):
        self.write("dump.sql", text)
        done = assay("migrate", "from-mysql", "dump.sql", "--format", "json", *words, cwd=self.folder)
        return done, json.loads(done.stdout)["conversion"]

    def test_rows_that_the_server_refuses(self):
        rows = ",".join(f"({i},'{'x' * (9 if i == 500 else 3)}')" for i in range(1, 1001))
        done, conversion = self.convert(f"CREATE TABLE t (id int PRIMARY KEY, s varchar(5));\nINSERT INTO t VALUES {rows};\n", "--rows")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(conversion["rows"], [{"table": "t", "in_source": 1000, "loaded": 999}])
        self.assertEqual(conversion["unconverted"][0]["what"], "row")
        self.assertEqual(conversion["unconverted"][0]["from"]["line"], 2)
        self.assertNotIn("xxxxxxxxx", conversion["unconverted"][0]["reason"])

    def test_orphans_leave_a_foreign_key_that_holds_from_now_on(self):
        done, conversion = self.convert("CREATE TABLE p (id int PRIMARY KEY);\nCREATE TABLE c (p_id int, CONSTRAINT own FOREIGN KEY (p_id) REFERENCES p (id));\n"
                                        "INSERT INTO c VALUES (1);\n", "--rows")
        self.assertEqual(done.returncode, 0)
        self.assertIn("orphans", [loss["kind"] for loss in conversion["losses"]])
        self.assertTrue(any(s["statement"].endswith("NOT VALID") for s in conversion["statements"]))

    def test_files_that_are_no_dump(self):
        for name, text in (("empty.sql", ""), ("words.sql", "hello; world"), ("binary.sql", "\x00\x01\x02'"), ("quote.sql", "CREATE TABLE t (a varchar(3) DEFAULT 'x")):
            with self.subTest(name):
                self.write(name, text)
                done = assay("migrate", "from-mysql", name, cwd=self.folder)
                self.assertIn(done.returncode, (0, 2))
                self.assertNotIn("Traceback", done.stderr)
        done = assay("migrate", "from-mysql", "missing.sql", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("missing.sql", done.stderr)

    def test_an_output_that_fails_leaves_what_was_there(self):
        self.write("made.sql", "old")
        self.write("words.sql", "")
        done = assay("migrate", "from-mysql", "words.sql", "--output", "made.sql", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertEqual((self.folder / "made.sql").read_text(), "old")


if __name__ == "__main__":
    if not mariadb.is_there() or not installation():
        print("skipped: needs MariaDB (mariadb-server-core, mariadb-client) and PostgreSQL")
        sys.exit(77)
    main()
