"""Live servers: read by a superuser and by a plain role, and never written to.

Usage: live_check.py PROGRAM ROOT. Starts a server of its own in a private folder, on a socket. ASSAY_POSTGRES_BIN names
another installation than Debian's newest.
"""

import hashlib
import json
import os
import pathlib
import pwd
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

import jsonschema

PROGRAM, ROOT = "", pathlib.Path()
SCHEMA = """
create role plain login;
create role shop login;
create table authors (id serial primary key, name text not null);
create table books (id bigint generated always as identity primary key, author_id integer references authors, title text);
insert into authors (name) select 'author ' || i from generate_series(1, 2000) i;
insert into books (author_id, title) select 1 + i % 2000, 'title ' || i from generate_series(1, 5000) i;
create view titles as select title from books;
create function trap() returns trigger language plpgsql as $$ begin insert into authors (name) values ('trap'); return new; end $$;
analyze;
"""


def installation():
    named = os.environ.get("ASSAY_POSTGRES_BIN")
    if named:
        return pathlib.Path(named)
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    return found[-1].parent if found else None


def major():
    return int(subprocess.run([installation() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.split()[2].split(".")[0])


class Server:
    """PostgreSQL in a private folder, as an unprivileged user when the test is root; `settings` in place of those of Live."""

    def __init__(self, bin_folder, settings=None):
        self.bin = bin_folder
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-live-test-"))
        self.as_user = {}
        if os.getuid() == 0:
            try:
                user = pwd.getpwnam("postgres")
            except KeyError:
                user = pwd.getpwnam("nobody")
            self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.log = self.folder / "log"
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        subprocess.run([self.bin / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"],
                       cwd="/", env=environment, check=True, capture_output=True, **self.as_user)
        own = ["-c", "log_statement=all", "-c", "log_line_prefix=[%a] ", "-c", "autovacuum=off", "-c", "wal_level=logical"]
        if settings is not None:
            with open(self.folder / "data/postgresql.conf", "a", encoding="utf-8") as file:
                file.write(settings)
            own = []
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.folder / "data", "-k", self.folder, "-c", "listen_addresses=",
                 "-c", "fsync=off", *own],
                cwd="/", env=environment, stdout=log, stderr=log, **self.as_user)
        for _ in range(100):
            if subprocess.run([self.psql_program(), "-h", self.folder, "-U", "postgres", "-Atc", "select 1"],
                              capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("the server does not start: " + self.log.read_text())

    @staticmethod
    def psql_program():
        return shutil.which("psql") or "/usr/bin/psql"

    def sql(self, text, user="postgres"):
        done = subprocess.run([self.psql_program(), "-h", self.folder, "-U", user, "-d", "postgres", "-XAtq", "-v", "ON_ERROR_STOP=1"],
                              input=text, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def address(self, user="postgres"):
        return f"postgres://{user}@/postgres?host={self.folder}"

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


class Remembered(unittest.TestCase):
    """What a server with pg_stat_statements remembers is the workload of its database."""

    def setUp(self):
        self.server = Server(installation(), "shared_preload_libraries = 'pg_stat_statements'\n")
        self.addCleanup(self.server.stop)

    def check(self):
        done = subprocess.run([PROGRAM, "check", "--format", "json", "--prove", "none", self.server.address()], capture_output=True, text=True, timeout=60)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        document = json.loads(done.stdout)
        return document["findings"], {n["rule"] for n in document["not_run"]}

    def test_statements_are_read_where_the_extension_is(self):
        self.server.sql("create table users (id bigint primary key, name text not null, password_hash text not null);")
        findings, not_run = self.check()
        self.assertIn("joint/star-reads-secrets", not_run)
        self.server.sql("create extension pg_stat_statements; select * from users where id = 5; select * from users where id = 6;")
        findings, not_run = self.check()
        self.assertNotIn("joint/star-reads-secrets", not_run)
        stars = [f for f in findings if f["rule"] == "joint/star-reads-secrets"]
        self.assertEqual([f["object"] for f in stars], ["users(password_hash)"])
        self.assertIn("(2 calls", stars[0]["message"])


class Books(unittest.TestCase):
    """What migration tools keep in the database is compared with their files."""

    def setUp(self):
        self.server = Server(installation())
        self.addCleanup(self.server.stop)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-books-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def history(self):
        done = subprocess.run([PROGRAM, "migrate", "history", "--format", "json", "--base", self.server.address(), str(self.folder)], capture_output=True, text=True, timeout=60)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)

    def test_flyway(self):
        (self.folder / "V1__base.sql").write_text("create table t (id bigint);\r\n")
        (self.folder / "V2__note.sql").write_text("alter table t add column note text;\n")
        (self.folder / "V3__more.sql").write_text("alter table t add column more text;\n")
        # The checksum of V1 as Flyway counts it: CRC-32 of the line without its end.
        (checksum,) = struct.unpack("i", struct.pack("I", zlib.crc32(b"create table t (id bigint);")))
        self.server.sql("create table flyway_schema_history (installed_rank int, version text, type text, script text, checksum int, success boolean);"
                        f"insert into flyway_schema_history values (1, '1', 'SQL', 'V1__base.sql', {checksum}, true),"
                        "(2, '2', 'SQL', 'V2__note.sql', 7, true), (3, '9', 'SQL', 'V9__gone.sql', 8, true)")
        answer = self.history()
        self.assertEqual([version["applied"] for version in answer["history"]], [True, True, False])
        self.assertEqual(answer["book"], "flyway_schema_history")
        self.assertEqual(sorted((f["rule"].split("/")[1], f["object"]) for f in answer["findings"]), [("applied-unknown", "flyway_schema_history"), ("edited-after-apply", "V2__note.sql")])

    def test_prisma(self):
        (self.folder / "20240101000000_base").mkdir()
        (self.folder / "20240101000000_base/migration.sql").write_text("create table t (id bigint);\n")
        (self.folder / "20240102000000_note").mkdir()
        (self.folder / "20240102000000_note/migration.sql").write_text("alter table t add column note text;\n")
        digest = hashlib.sha256(b"create table t (id bigint);\n").hexdigest()
        self.server.sql("create table _prisma_migrations (migration_name text, checksum text, started_at timestamptz, finished_at timestamptz, rolled_back_at timestamptz);"
                        f"insert into _prisma_migrations values ('20240101000000_base', '{digest}', now(), now(), null), ('20240102000000_note', 'x', now(), null, null)")
        answer = self.history()
        told = [(f["object"], f["message"].split(" on the server")[0]) for f in answer["findings"]]
        self.assertEqual(told, [("20240102000000_note/migration.sql", "failed")])

    def test_without_a_book(self):
        (self.folder / "1_a.sql").write_text("create table t (id bigint);\n")
        (self.folder / "2_b.sql").write_text("create table u (id bigint);\n")
        done = subprocess.run([PROGRAM, "migrate", "history", "--base", self.server.address(), str(self.folder)], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn("expected a table in which a tool keeps what it applied", done.stderr)


class Live(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(installation())
        cls.addClassCleanup(cls.server.stop)
        cls.server.sql(SCHEMA)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def assay(self, *words):
        return subprocess.run([PROGRAM, *words], cwd=self.folder, capture_output=True, text=True, timeout=60)

    def check(self, user, *words):
        done = self.assay("check", "--format", "json", "--prove", "none", *words, self.server.address(user))
        self.assertIn(done.returncode, (0, 1), done.stderr)
        document = json.loads(done.stdout)
        schema = json.loads((ROOT / "docs/schema/check.schema.json").read_text())
        jsonschema.validate(document, schema)
        return document

    def facts(self, user, query):
        done = self.assay("map", self.server.address(user), "--sql", query)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [line.split("\t") for line in done.stdout.splitlines()[1:]]

    def wait_for(self, count):
        for _ in range(100):
            if self.server.sql(count) == "1":
                return
            time.sleep(0.1)
        self.fail("never came: " + count)

    @staticmethod
    def objects(document, rule):
        return [f["object"] for f in document["findings"] if f["rule"] == rule]

    def test_superuser_reads_everything(self):
        document = self.check("postgres")
        self.assertEqual(document["unread"], [])
        self.assertEqual(self.objects(document, "postgres/unindexed-foreign-key"), ["books(author_id)"])
        self.assertEqual(self.objects(document, "postgres/durability-off"), ["fsync"])
        self.assertEqual(self.objects(document, "postgres/autovacuum-off"), ["autovacuum"])
        self.assertFalse([n for n in document["not_run"] if "statistics" in n["needs"] or "live" in n["needs"]])

    def test_plain_role_is_told_what_it_may_not_see(self):
        document = self.check("plain")
        self.assertEqual(self.objects(document, "postgres/unindexed-foreign-key"), ["books(author_id)"])
        reasons = {u["reason"].split(":")[0]: u["reason"] for u in document["unread"]}
        self.assertEqual(set(reasons), {"access_rules", "role_passwords", "wal_files", "sessions", "settings", "column_statistics", "sequences"})
        self.assertIn("GRANT pg_read_all_stats TO plain", reasons["sessions"])
        self.assertIn("2 tables", reasons["column_statistics"])
        self.assertIn("superuser", reasons["role_passwords"])
        strict = self.assay("check", "--strict", "--prove", "none", self.server.address("plain"))
        self.assertEqual(strict.returncode, 2, "what was not read counts under --strict")

    def test_pg_monitor_is_enough_for_the_counters(self):
        self.server.sql("create role watcher login in role pg_monitor")
        reasons = {u["reason"].split(":")[0] for u in self.check("watcher")["unread"]}
        self.assertEqual(reasons, {"access_rules", "role_passwords", "column_statistics", "sequences"})

    def test_settings_are_the_servers_not_the_readers(self):
        settings = dict(self.facts("postgres", "select name, coalesce(value, 'unknown') from settings where name in "
                                               "('idle_in_transaction_session_timeout', 'statement_timeout', 'jit', 'search_path')"))
        self.assertEqual(settings, {"idle_in_transaction_session_timeout": "0", "statement_timeout": "unknown", "jit": "on",
                                    "search_path": '"$user", public'})

    def test_sessions_that_wait(self):
        holder = subprocess.Popen([Server.psql_program(), "-h", self.server.folder, "-U", "postgres", "-d", "postgres", "-Xq"],
                                  stdin=subprocess.PIPE, text=True, env={**os.environ, "PGAPPNAME": "holder"})
        waiter = None
        try:
            holder.stdin.write("begin; update authors set name = 'secret value' where id = 1;\n")
            holder.stdin.flush()
            self.wait_for("select count(*) from pg_stat_activity where state = 'idle in transaction'")
            waiter = subprocess.Popen([Server.psql_program(), "-h", self.server.folder, "-U", "postgres", "-d", "postgres", "-Xqc",
                                       "update authors set name = 'other secret' where id = 1"], env={**os.environ, "PGAPPNAME": "waiter"})
            self.wait_for("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
            rows = self.facts("postgres", "select w.application, h.application, h.state, h.query from sessions w join sessions h "
                                          "on w.blocked_by = h.pid where w.waits_for_lock")
            self.assertEqual(rows, [["waiter", "holder", "idle in transaction", "update authors set name = ? where id = 1;"]])
            self.assertEqual(self.facts("plain", "select count(*) from sessions where query like '%author%'"), [["0"]])
        finally:
            for process in filter(None, (waiter, holder)):
                process.kill()
                process.communicate()

    def test_nothing_is_written(self):
        counter = "select pg_snapshot_xmax(pg_current_snapshot()), (select count(*) from authors), (select last_value from authors_id_seq)"
        if int(self.server.sql("show server_version_num")) < 130000:
            counter = counter.replace("pg_snapshot_xmax(pg_current_snapshot())", "txid_snapshot_xmax(txid_current_snapshot())")
        before = self.server.sql(counter)
        for words in (["--prove", "none"], ["--profile", "--prove", "top"]):
            done = self.assay("check", *words, self.server.address())
            self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(self.server.sql(counter), before, "a transaction took an id, or rows changed")
        words = {line.split("statement: ", 1)[1].split()[0].lower() for line in self.server.log.read_text().splitlines()
                 if line.startswith("[assay]") and "statement: " in line}
        self.assertLessEqual(words, {"begin", "select", "with", "set", "savepoint", "rollback", "copy", "lock", "--", "show", "declare",
                                     "fetch", "prepare", "execute", "close"}, words)

    def test_the_server_refuses_writes(self):
        """The connection is read only before anything runs: even what would come through fails on the server."""
        done = self.assay("map", self.server.address(), "--sql", "delete from relations")
        self.assertNotEqual(done.returncode, 0)
        rules = self.folder / ".assay/rules"
        rules.mkdir(parents=True)
        (rules / "evil.sql").write_text("-- id: own/evil    title: a rule that writes\n-- effect: clarity    severity: warning\n"
                                        "delete from relations returning id as subject, name as object, 'gone' as message;\n")
        (rules / "evil.md").write_text("# Evil\n## Cases\n```sql case=fires\ncreate table a (id bigint primary key);\n```\n")
        done = self.assay("check", "--prove", "none", self.server.address())
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("evil", done.stderr + done.stdout)
        self.assertEqual(self.server.sql("select count(*) > 0 from pg_class where relname = 'authors'"), "t")

    def test_errors_are_said_and_passwords_are_not(self):
        done = self.assay("check", f"postgres://nobody_there:hunter2@/postgres?host={self.server.folder}")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nobody_there", done.stderr)
        self.assertNotIn("hunter2", done.stderr + done.stdout)
        done = self.assay("check", "--prove", "none", f"postgres://postgres:hunter2@/postgres?host={self.server.folder}")
        self.assertNotIn("hunter2", done.stderr + done.stdout)


if __name__ == "__main__":
    PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    if installation() is None:
        print("skipped: no PostgreSQL server is installed")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
