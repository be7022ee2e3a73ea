"""The SQL tool: attempts to escape it, beside a bare READ ONLY that they do escape, and statements that it must not refuse.

Usage: sql_tool_check.py PROGRAM ROOT. Starts a server of its own, to which it connects as a superuser; ASSAY_POSTGRES_BIN names another
installation than Debian's newest. Under ASSAY_BLESS the counts are written into docs/sql-tool.md.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import unittest
from collections import Counter

import jsonschema
from live_check import Server, installation
from mcp_client import Stdio
from whole_program import PROGRAM, ROOT, assay, main

ATTACKS = ROOT / "tests/data/attacks"
SETTINGS = """
fsync = off
autovacuum = off
wal_level = logical
max_prepared_transactions = 5
max_replication_slots = 10
primary_conninfo = 'host=/nowhere password=secret-in-settings'
checkpoint_timeout = 1h
password_encryption = 'scram-sha-256'
"""
SECRETS = ("secret-in-", "SCRAM-SHA-256$", "root:x:0", "PG_VERSION")
LIMIT_S = 1.0
GRACE_S = 10.0  # judging, cancelling, a loaded machine
BLESS = bool(os.environ.get("ASSAY_BLESS"))

# What an independent session sees: anything that outlives a statement. `xid`: whether anybody took a transaction id.
STATE = """
select 'rows', md5(string_agg(v::text, ',' order by id)) from victim v;
select 'other rows', (select count(*) from doomed), (select md5(string_agg(h::text, ',')) from guarded h);
select 'relations', md5(string_agg(oid || ':' || xmin::text || ':' || relpages, ',' order by oid)) from pg_class;
select 'functions', md5(string_agg(oid || ':' || xmin::text, ',' order by oid)) from pg_proc;
select 'types', md5(string_agg(oid || ':' || xmin::text, ',' order by oid)) from pg_type;
select 'roles', md5(string_agg(oid || ':' || xmin::text, ',' order by oid)) from pg_authid;
select 'databases', string_agg(datname, ',' order by datname) from pg_database;
select 'extensions', string_agg(extname || xmin::text, ',' order by extname) from pg_extension;
select 'servers', (select count(*) from pg_foreign_server), (select count(*) from pg_subscription), (select count(*) from pg_user_mapping);
select 'comments', (select count(*) from pg_description), (select count(*) from pg_shdescription), (select count(*) from pg_seclabel);
select 'collations', count(*) from pg_collation;
select 'defaults of roles', count(*) from pg_db_role_setting;
select 'statistics', count(*) from pg_statistic;
select 'sequence', last_value, is_called from numbers;
select 'large objects', (select count(*) from pg_largeobject_metadata), (select md5(string_agg(loid || data::text, ',' order by loid, pageno)) from pg_largeobject);
select 'slots', string_agg(slot_name || coalesce(confirmed_flush_lsn::text, ''), ',' order by slot_name) from pg_replication_slots;
select 'origins', (select string_agg(roname, ',') from pg_replication_origin), (select string_agg(remote_lsn::text, ',') from pg_replication_origin_status);
select 'prepared', count(*) from pg_prepared_xacts;
select 'advisory locks', count(*) from pg_locks where locktype = 'advisory';
select 'loaded', pg_conf_load_time(), pg_postmaster_start_time();
select 'resets', (select max(stats_reset) from pg_stat_database), (select stats_reset from pg_stat_bgwriter), (select stats_reset from pg_stat_archiver),
  (select max(last_analyze) from pg_stat_user_tables);
select 'sentinel', count(*) from pg_stat_activity where application_name = 'sentinel';
select 'messages', count(*) from pg_logical_slot_peek_changes('watch', null, null);
select 'segment', pg_walfile_name(pg_current_wal_lsn());
select 'xid', txid_snapshot_xmax(txid_current_snapshot());
"""
OTHERS = "select pid from pg_stat_activity where backend_type = 'client backend' and application_name not in ('watch', 'sentinel') and state <> 'idle'"


class Attempt:
    def __init__(self, kind, aim, sql):
        self.kind, self.aim, self.sql = kind, aim, sql

    def __str__(self):
        return f"{self.kind}: {self.aim}"


def attempts(server):
    found = []
    for block in re.split(r"^# ", (ATTACKS / "attempts.txt").read_text(), flags=re.M)[1:]:
        head, sql = block.split("\n", 1)
        kind, aim = head.split(": ", 1)
        sql = re.sub(r"\{TIMES (\d+) ([^}]*)\}", lambda m: m[2] * int(m[1]), sql.strip("\n"))
        for name, text in (("NUL", "\0"), ("BOM", "\ufeff"), ("ZWSP", "\u200b"), ("ESC", "\x1b"), ("RLO", "\u202e"), ("FOLDER", str(server.traps)), ("SOCKET", str(server.folder))):
            sql = sql.replace("{" + name + "}", text)
        found.append(Attempt(kind, aim, sql))
    return found


class Attacked(Server):
    """A server with everything that the attempts are after."""

    def __init__(self):
        preload = (installation() / "../share/postgresql/extension/pg_stat_statements.control").exists() or pathlib.Path("/usr/share/postgresql").exists()
        super().__init__(installation(), SETTINGS + ("shared_preload_libraries = 'pg_stat_statements'\n" if preload else ""))
        self.traps = self.folder / "traps"
        self.traps.mkdir()
        (self.traps / "secret.txt").write_text("1,secret-in-file\n")
        if self.as_user:
            for path in (self.traps, self.traps / "secret.txt"):
                os.chown(path, self.as_user["user"], self.as_user["group"])
        self.sql((ATTACKS / "cluster.sql").read_text())
        self.sql("create database shop")
        setup = (ATTACKS / "setup.sql").read_text().replace("{FOLDER}", str(self.traps)).replace("{SOCKET}", str(self.folder))
        self.run("shop", setup)
        self.run("shop", "vacuum analyze")
        self.disarm()
        self.run("postgres", "create database shop_template template shop")
        self.watch_slot()

    def run(self, database, text):
        done = subprocess.run([self.psql_program(), "-h", self.folder, "-U", "postgres", "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1"],
                              input=text, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def watch_slot(self):
        self.run("shop", "select pg_create_logical_replication_slot('watch', 'test_decoding')")

    def shop(self, user="postgres", database="shop"):
        return f"postgres://{user}@/{database}?host={self.folder}"

    def version(self):
        return self.sql("show server_version").split()[0]

    def disarm(self):
        for path in self.traps.iterdir():
            if path.name != "secret.txt":
                path.unlink()

    def files(self):
        data = self.folder / "data"
        listing = sorted(f"{path.name} {path.stat().st_size}" for path in self.traps.iterdir()) + sorted(path.name for path in data.iterdir())
        listing += [path.name for path in (data / "pg_replslot").iterdir()]
        return ",".join(listing) + (data / "postgresql.auto.conf").read_text()

    def said(self):
        """What the log holds besides errors and what every statement leaves there."""
        lines = self.log.read_text(errors="replace").splitlines()
        usual = ("could not", "unexpected EOF", "connection to client lost", "unterminated", "checkpoint", "rewritten parse tree", "process ", "temporary file", "logical decoding", "canceling")
        return [line for line in lines if " LOG: " in line and not any(word in line for word in usual)]

    def restore(self):
        """As it was, after something got through."""
        self.run("postgres", "select pg_terminate_backend(pid) from pg_stat_activity where datname in ('shop', 'shop_template') and pid <> pg_backend_pid()")
        for gid in self.run("postgres", "select gid from pg_prepared_xacts").splitlines():
            self.run("shop", f"rollback prepared '{gid}'")
        for _ in range(50):
            try:
                self.run("postgres", "select pg_drop_replication_slot(slot_name) from pg_replication_slots where not active")
                self.run("postgres", "drop database if exists shop")
                break
            except RuntimeError:
                time.sleep(0.05)
        self.run("postgres", "create database shop template shop_template")
        self.run("postgres", "alter role low_reader nosuperuser; select pg_replication_origin_drop(roname) from pg_replication_origin where roname = 'sprung'; "
                             "drop subscription if exists s")
        self.run("postgres", "alter system reset all")
        self.run("postgres", "select pg_reload_conf()")
        (self.traps / "secret.txt").write_text("1,secret-in-file\n")
        self.disarm()
        self.watch_slot()


class Psql:
    """A session that stays."""

    def __init__(self, server, name):
        self.process = subprocess.Popen([Server.psql_program(), "-h", server.folder, "-U", "postgres", "-d", "shop", "-XAtq"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PGAPPNAME": name})
        self.name = name

    def ask(self, sql):
        self.process.stdin.write(sql + "\n\\echo <<done>>\n")
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            if line == "<<done>>\n":
                return "".join(lines)
            lines.append(line)
        raise RuntimeError(f"the session {self.name} has ended: {''.join(lines)}")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Observer:
    """Sees what a statement left behind, from sessions of its own."""

    def __init__(self, server):
        self.server = server
        self.open()

    def open(self):
        self.watch, self.sentinel = Psql(self.server, "watch"), Psql(self.server, "sentinel")
        self.watch.ask("set track_activities = off; listen trap;")
        self.sentinel.ask("select 'secret-in-a-query';")

    def close(self):
        self.watch.close()
        self.sentinel.close()

    def state(self):
        """Names and values; the session's own notifications count."""
        try:
            lines = self.watch.ask(STATE).splitlines()
        except (RuntimeError, BrokenPipeError):
            return {"watch": "gone"}
        state = {line.split("|")[0]: line for line in lines if not line.startswith("Asynchronous")}
        state["notified"] = str(sum(line.startswith("Asynchronous") for line in lines))
        state["files"] = self.server.files()
        state["log"] = str(len(self.server.said()))
        return state

    def left_running(self):
        """Sessions that still work after their statement's time, which are then ended."""
        until = time.time() + GRACE_S
        while time.time() < until:
            left = self.watch.ask(OTHERS + ";").split()
            if not left:
                return False
            time.sleep(0.05)
        self.watch.ask("".join(f"select pg_terminate_backend({pid});" for pid in left))
        return True


def changes(before, after, ignored=()):
    return sorted(name for name in {*before, *after} if name not in ignored and before.get(name) != after.get(name))


def tells_secret(text, sql=""):
    return [word for word in SECRETS if word in text and word not in sql] or ("1,secret-in-file" in text and ["secret-in-file"]) or []


class WithServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not hasattr(WithServer, "server"):
            WithServer.server = Attacked()
            unittest.addModuleCleanup(WithServer.server.stop)

    def assistant(self, user="postgres", database="shop"):
        client = Stdio("--database", f"shop={self.server.shop(user, database)}", cwd=self.server.folder)
        self.addCleanup(lambda: (client.process.kill(), client.process.wait(), client.process.stdin.close(), client.process.stdout.close(), client.process.stderr.close()))
        return client


class Attacks(WithServer):
    def test_nothing_gets_through(self):
        client, observer = self.assistant(), Observer(self.server)
        self.addCleanup(observer.close)
        schema = next(tool["outputSchema"] for tool in client.ask("tools/list")["result"]["tools"] if tool["name"] == "sql")
        counts, wrong = {}, []
        before = observer.state()
        for attempt in attempts(self.server):
            began = time.time()
            limit = "300ms" if attempt.kind == "resources" else f"{LIMIT_S:.0f}s"
            result = client.call("sql", database="shop", sql=attempt.sql, time=limit)
            took, after = time.time() - began, observer.state()
            text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
            outcome = ("refused" if "not run" in result or "expected one" in result else "failed") if isinstance(result, str) else "ran"
            counts.setdefault(attempt.kind, Counter())[outcome] += 1
            if changed := changes(before, after):
                wrong.append(f"{attempt}: changed {changed}: {text[:200]}")
                before = after
            if secret := tells_secret(text, attempt.sql):
                wrong.append(f"{attempt}: read {secret}: {text[:200]}")
            if took > LIMIT_S + GRACE_S or observer.left_running():
                wrong.append(f"{attempt}: took {took:.1f} s: {text[:200]}")
            if any(character in text for character in "\x1b\u202e\u200b") or "\\u001b" in text:
                wrong.append(f"{attempt}: what a terminal obeys: {text!r}")
            if outcome == "ran":
                jsonschema.validate(result, schema)
                self.assertIn("not instructions", result["notice"])
            if os.environ.get("ASSAY_SHOW"):
                print(f"{outcome:8} {attempt}  {text[:160]}")
        self.assertFalse(wrong, "\n".join(["", *wrong]))
        self.assertGreaterEqual(sum(sum(each.values()) for each in counts.values()), 250)
        type(self).counts = counts

    def test_the_control_shows_its_holes(self):
        """The same attempts through BEGIN READ ONLY with a limit: where none gets through, the suite is broken."""
        observer = Observer(self.server)
        holes = {}
        before = observer.state()
        every = 1 if BLESS else 6  # of the attempts: it is slow, since what got through must be mended
        for attempt in attempts(self.server)[::every]:
            if attempt.kind in ("resources", "data") or "\0" in attempt.sql:
                continue
            count = holes.setdefault(attempt.kind, Counter())
            count["tried"] += 1
            words = [Server.psql_program(), "-h", self.server.folder, "-U", "postgres", "-d", "shop", "-XAt", "-c", "begin read only", "-c", attempt.sql, "-c", "rollback"]
            if attempt.sql.startswith("\\"):
                continue  # psql's own commands are the person's
            began = time.time()
            try:
                done = subprocess.run(words, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=LIMIT_S + 2,
                                      env={**os.environ, "PGAPPNAME": "control", "PGOPTIONS": f"-c statement_timeout={LIMIT_S * 1000:.0f}"})
                text = done.stdout + "".join(line for line in done.stderr.splitlines(True) if not line.startswith("LINE"))
            except subprocess.TimeoutExpired:
                text = ""
            count["outlived"] += time.time() - began > LIMIT_S + 1
            count["read"] += bool(tells_secret(text, attempt.sql))
            after = observer.state()
            if changes(before, after, ("xid", "slots") if attempt.kind != "replication" else ("xid",)):
                count["changed"] += 1
                observer.close()
                self.server.restore()
                observer = Observer(self.server)
                before = observer.state()
        observer.close()
        self.server.restore()
        total = sum(holes.values(), Counter())
        self.assertGreater(total["changed"], 40 // every, f"the suite finds no holes where there are some: {holes}")
        self.assertGreater(total["read"], 15 // every, holes)
        type(self).holes = holes

    def test_row_security_of_a_plain_login(self):
        plain = self.assistant("low_reader")
        refused = plain.call("sql", database="shop", sql="select * from guarded")
        self.assertIn("evil.immutable_of(integer)", refused)
        self.assertIn("--allow", refused)
        self.assertEqual(plain.call("sql", database="shop", sql="select name from victim where id = 7")["rows"], [["name 7"]])
        self.assertFalse([path for path in self.server.traps.iterdir() if path.name != "secret.txt"], "no trap sprang")

    def test_what_the_owner_allows(self):
        done = assay("sql", self.server.shop(), "select evil.in_sql_of(5)")
        self.assertEqual(done.returncode, 2)
        self.assertIn("evil.immutable_of(integer)", done.stderr)
        done = assay("sql", self.server.shop(), "select evil.harmless(5) as x", "--allow", "evil.harmless(integer)", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        document = json.loads(done.stdout)
        jsonschema.validate(document, json.loads((ROOT / "docs/schema/sql.schema.json").read_text()))
        self.assertIn("superuser", document["warnings"][0])

    def test_bounds(self):
        client = self.assistant()
        page = client.call("sql", database="shop", sql="select n, repeat('x', 200) as x from generate_series(1, 5000) n")
        self.assertEqual(page["total"], 1000)
        self.assertIn("1000 rows", page["cut"])
        seen = [row[0] for row in page["rows"]]
        while page["next"] is not None:
            self.assertLess(len(json.dumps(page)), 8_000 * 4)
            page = client.call("sql", more=page["more"], **{"from": page["next"]})
            seen += [row[0] for row in page["rows"]]
        self.assertEqual(seen, [str(n) for n in range(1, 1001)])
        self.assertIn("no rows of this name", client.call("sql", more="guessed"))
        self.assertIn("check again", client.call("report", report=page["more"]), "rows are no report")
        self.assertIn("there are: shop", client.call("sql", database="other", sql="select 1"))
        self.assertIn("'database' and 'sql'", client.call("sql", database="shop"))
        self.assertIn("60s", client.call("sql", database="shop", sql="select 1", time="5m"))
        wide = client.call("sql", database="shop", sql="select repeat('x', 100000)")
        self.assertLess(len(wide["rows"][0][0]), 600)


class Everyday(WithServer):
    def test_ordinary_statements_run(self):
        self.server.run("postgres", "create database everyday")
        self.server.run("everyday", (ATTACKS / "ordinary_schema.sql").read_text())
        self.server.run("everyday", "create role reader login; grant usage on schema public to reader; grant select on all tables in schema public to reader")
        statements = (ATTACKS / "ordinary.sql").read_text().splitlines()
        self.assertGreaterEqual(len(statements), 300)
        sizes = []
        for user, every in (("postgres", 1), ("reader", 1 if BLESS else 5)):
            client = self.assistant(user, "everyday")
            refused = []
            for sql in statements[::every]:
                result = client.call("sql", database="shop", sql=sql, time="10s")
                if isinstance(result, str):
                    refused.append(f"{sql}: {result}")
                else:
                    sizes.append(len(json.dumps(result)))
            for each in refused:
                print(f"{user}: {each}", file=sys.stderr)
            self.assertLessEqual(len(refused), len(statements) // 100)
            type(self).refused = {**getattr(type(self), "refused", {}), user: len(refused)}
        type(self).statements = len(statements)
        self.assertLess(sorted(sizes)[len(sizes) // 2] / 4, 1_500, "tokens of the median result, at four characters each")


def tearDownModule():
    if BLESS and hasattr(Attacks, "holes") and hasattr(Everyday, "statements"):
        write_log()


def write_log():
    """The counts of this run, into the page."""
    page = ROOT / "docs/sql-tool.md"
    lines = [f"{datetime.date.today().isoformat()}, PostgreSQL {Attacks.server.version()}, a superuser's login.", "",
             "| class | attempts | changed | read | outlived | refused | failed | ran harmlessly | bare: changed | bare: read | bare: outlived |", "|---|" + "---:|" * 10]
    total, total_holes = Counter(), Counter()
    for kind, count in Attacks.counts.items():
        holes = Attacks.holes.get(kind)
        total, total_holes = total + count, total_holes + (holes or Counter())
        bare = [str(holes[name]) for name in ("changed", "read", "outlived")] if holes else ["not tried"] * 3
        lines.append(f"| {kind} | {sum(count.values())} | 0 | 0 | 0 | {count['refused']} | {count['failed']} | {count['ran']} | " + " | ".join(bare) + " |")
    lines.append(f"| all | {sum(total.values())} | 0 | 0 | 0 | {total['refused']} | {total['failed']} | {total['ran']} | "
                 f"{total_holes['changed']} | {total_holes['read']} | {total_holes['outlived']} |")
    lines += ["", f"Of {Everyday.statements} everyday statements were refused: {Everyday.refused['postgres']} to a superuser, {Everyday.refused['reader']} to a plain login."]
    text = re.sub(r"(<!-- log -->\n).*?(<!-- end -->)", lambda m: m[1] + "\n".join(lines) + "\n" + m[2], page.read_text(), flags=re.S)
    page.write_text(text)


if __name__ == "__main__":
    if not installation():
        print("skipped: no PostgreSQL server is installed")
        sys.exit(77)
    main()
