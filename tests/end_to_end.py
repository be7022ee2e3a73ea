"""End to end: the program as a person, a CI job and an attacker run it. Usage: end_to_end.py PROGRAM ROOT"""

import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, ROOT = "", pathlib.Path()

GOOD = "create table parent (id bigint primary key);\ncreate table child (id bigint primary key, parent_id bigint references parent);\n"
INDEXED = GOOD + "create index on child (parent_id);\n"


def assay(*words, cwd=None, text=None, timeout=120):
    return subprocess.run([PROGRAM, *words], cwd=cwd, input=text, capture_output=True, text=True, timeout=timeout)


def leftovers():
    """Private folders of the lab and servers running in them."""
    found = [p for base in ("/dev/shm", "/var/tmp", "/tmp") for p in pathlib.Path(base).glob("assay-postgres-*")]
    return {str(p) for p in found}


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def check(self, *words, **more):
        return assay("check", "--prove", "none", *words, cwd=self.folder, **more)

    def findings(self, *words):
        done = self.check("--format", "json", *words)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)["findings"]

    def git(self, *words):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=self.folder, check=True,
                       capture_output=True)


class ExitStatus(Folder):
    def test_clean_and_found(self):
        self.write("a.sql", INDEXED)
        self.assertEqual(self.check("a.sql").returncode, 0)
        self.write("b.sql", GOOD)
        self.assertEqual(self.check("b.sql").returncode, 0, "a warning is below the default threshold")
        self.assertEqual(self.check("b.sql", "--fail-on", "warning").returncode, 1)
        self.assertEqual(self.check("b.sql", "--fail-on", "never").returncode, 0)

    def test_could_not(self):
        for words in (["missing.sql"], ["--format", "nonsense"], ["--rule", "no/such-rule"], ["--time", "soon"]):
            done = self.check(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertNotIn("Traceback", done.stderr)
            self.assertTrue(done.stderr.strip(), words)

    def test_suggestions(self):
        self.assertIn("did you mean 'check'", assay("chekc").stderr)
        self.assertIn("unindexed-foreign-key", assay("explain", "unindexd-foreign-key").stderr)

    def test_help_has_an_example_for_every_command(self):
        listed = assay("--help").stdout
        for command in ("check", "fix", "replay", "rules", "explain", "map", "doctor", "init", "test-rules", "completion", "version"):
            self.assertIn(command, listed)
            self.assertIn("Example", assay(command, "--help").stdout, command)


class Output(Folder):
    def test_every_format(self):
        self.write("a.sql", GOOD)
        for form in ("text", "json", "sarif", "markdown", "html", "github", "gitlab", "junit"):
            done = self.check("a.sql", "--format", form)
            self.assertIn("parent_id", done.stdout, form)
            self.assertTrue(done.stdout.endswith("\n"), form)

    def test_json_and_sarif_fit_their_schemas(self):
        self.write("a.sql", GOOD)
        for form, schema in (("json", "docs/schema/check.schema.json"), ("sarif", "tests/data/sarif-schema-2.1.0.json")):
            file = self.write("out." + form, self.check("a.sql", "--format", form).stdout)
            done = subprocess.run(["/usr/bin/python3", str(ROOT / "tests/schema_check.py"), str(ROOT / schema), file],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_text_keeps_to_80_columns(self):
        self.write("a.sql", GOOD)
        for line in self.check("a.sql").stdout.splitlines():
            if "CREATE INDEX" not in line:
                self.assertLessEqual(len(line), 80, line)

    def test_keys_do_not_depend_on_lines(self):
        self.write("a.sql", GOOD)
        self.write("b.sql", "\n\n-- moved\n" + GOOD)
        self.assertEqual([f["key"] for f in self.findings("a.sql")], [f["key"] for f in self.findings("b.sql")])

    def test_positions(self):
        self.write("a.sql", "create table parent (id bigint primary key);\n\ncreate table child (\n  id bigint primary key,\n"
                            "  parent_id bigint references parent\n);\n")
        found = [f for f in self.findings("a.sql") if f["rule"] == "postgres/unindexed-foreign-key"]
        self.assertEqual(found[0]["location"]["line"], 5)

    def test_standard_input(self):
        done = self.check("-", "--format", "json", text=GOOD)
        self.assertTrue(any(f["object"] == "child(parent_id)" for f in json.loads(done.stdout)["findings"]))

    def test_says_how_long_each_part_took(self):
        self.write("a.sql", GOOD)
        done = assay("check", "--prove", "none", "--timings", "a.sql", cwd=self.folder)
        for part in ("reading a.sql", "building the map", "running rules", "in all"):
            self.assertRegex(done.stderr, rf"(?m)^ +[0-9.]+ ms  {part}$")
        self.assertNotIn(" ms  ", assay("check", "--prove", "none", "a.sql", cwd=self.folder).stderr)


class Decisions(Folder):
    def rules(self, *words):
        return {f["rule"] for f in self.findings(*words)}

    def test_settings(self):
        self.write("a.sql", GOOD)
        self.write("assay.toml", '[check]\nfail-on = "note"\n[rules]\n"postgres/unindexed-foreign-key" = "error"\n')
        self.assertEqual(self.check("a.sql").returncode, 1)
        self.write("assay.toml", '[rules]\n"postgres/unindexed-foreign-key" = "off"\n')
        self.assertNotIn("postgres/unindexed-foreign-key", self.rules("a.sql"))

    def test_settings_errors_have_a_place(self):
        self.write("a.sql", GOOD)
        for text, line in (("[rules]\n\"postgres/unindexed-foreign-key\" = 3\n", 2), ("[check\n", 1), ("[other]\n", 1)):
            self.write("assay.toml", text)
            done = self.check("a.sql")
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr, rf"assay\.toml:{line}:\d+: .*(expected|xpected)")

    def test_ignores(self):
        self.write("a.sql", GOOD)
        self.write("assay.toml", '[[ignore]]\nrule = "postgres/unindexed-foreign-key"\nobject = "child(*"\nreason = "never deleted"\n')
        self.assertNotIn("postgres/unindexed-foreign-key", self.rules("a.sql"))
        done = self.check("a.sql", "--all")
        self.assertIn("never deleted", done.stdout)

    def test_comments_need_a_reason(self):
        remark = "-- assay:ignore postgres/unindexed-foreign-key {}\n"
        lines = GOOD.splitlines(keepends=True)
        self.write("a.sql", lines[0] + remark.format("parents are never deleted") + lines[1])
        self.assertNotIn("postgres/unindexed-foreign-key", self.rules("a.sql"))
        self.write("a.sql", lines[0] + remark.format("") + lines[1])
        self.assertIn("postgres/unindexed-foreign-key", self.rules("a.sql"))

    def test_baseline(self):
        self.write("a.sql", GOOD)
        self.assertEqual(self.check("a.sql", "--write-baseline", "baseline").returncode, 0)
        self.assertNotIn("postgres/unindexed-foreign-key", self.rules("a.sql", "--baseline", "baseline"))
        self.write("a.sql", GOOD + "create table third (id bigint primary key, parent_id bigint references parent);\n")
        self.assertEqual([f["object"] for f in self.findings("a.sql", "--baseline", "baseline", "--rule", "unindexed-foreign-key")],
                         ["third(parent_id)"])

    def test_since(self):
        self.git("init", "-q")
        self.write("db/a.sql", GOOD)
        self.git("add", ".")
        self.git("commit", "-qm", "one")
        self.write("db/a.sql", GOOD + "create table third (id bigint primary key, parent_id bigint references parent);\n")
        found = self.findings("db/a.sql", "--since", "HEAD", "--rule", "unindexed-foreign-key")
        self.assertEqual([f["object"] for f in found], ["third(parent_id)"])
        self.assertEqual(self.check("db/a.sql", "--since", "no-such-commit").returncode, 2)

    def test_own_rules(self):
        self.write("a.sql", "create table wp_posts (id bigint primary key);\n")
        self.write(".assay/rules/no_prefix.sql",
                   "-- id: own/no-prefix    title: prefixed tables\n-- effect: clarity    severity: warning\n"
                   "select id as subject, name as object, 'tables carry no prefix here' as message from tables where relname like 'wp\\_%' escape '\\';\n")
        self.write(".assay/rules/no_prefix.md",
                   "# Prefixes\n## Cases\n```sql case=fires\ncreate table wp_a (id bigint primary key);\n```\n```finding\n"
                   "wp_a | warning | tables carry no prefix here\n```\n```sql case=clean\ncreate table a (id bigint primary key);\n```\n")
        self.assertIn("own/no-prefix", self.rules("a.sql"))
        done = assay("test-rules", "own/no-prefix", cwd=self.folder)
        self.assertIn("2 passed, 0 failed", done.stdout)


class Fixes(Folder):
    def fixed(self, source, new_files):
        done = assay("fix", "--safe", "--prove", "none", source, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("checked again: 1 of 1 findings are gone", done.stdout)
        for name in new_files:
            self.assertTrue(list(self.folder.glob(name)), f"{name} was not written: {done.stdout}")

    def setUp(self):
        super().setUp()
        self.write("assay.toml", '[rules]\n"postgres" = "off"\n"postgres/unindexed-foreign-key" = "on"\n')

    def test_conventions(self):
        first, second = GOOD.splitlines(keepends=True)
        folders = {
            "flyway": ({"V001__a.sql": first, "V002__b.sql": second}, ["flyway/V003__unindexed_foreign_key_child_parent_id.sql"]),
            "golang": ({"0001_a.up.sql": first, "0001_a.down.sql": "drop table parent;", "0002_b.up.sql": second},
                       ["golang/0003_*.up.sql", "golang/0003_*.down.sql"]),
            "prisma": ({"20240101000000_a/migration.sql": first, "20240102000000_b/migration.sql": second}, ["prisma/2*_unindexed*/migration.sql"]),
            "dbmate": ({"20240101000000_a.sql": "-- migrate:up\n" + first + "-- migrate:down\ndrop table parent;\n",
                        "20240102000000_b.sql": "-- migrate:up\n" + second + "-- migrate:down\ndrop table child;\n"}, ["dbmate/2*_unindexed*.sql"]),
            "goose": ({"00001_a.sql": "-- +goose Up\n" + first + "-- +goose Down\ndrop table parent;\n",
                       "00002_b.sql": "-- +goose Up\n" + second + "-- +goose Down\ndrop table child;\n"}, ["goose/00003_unindexed*.sql"]),
            "plain": ({"01-a.sql": first, "02-b.sql": second}, ["plain/03-unindexed*.sql"]),
        }
        for name, (files, expected) in folders.items():
            with self.subTest(name):
                for file, text in files.items():
                    self.write(f"{name}/{file}", text)
                self.fixed(name, expected)

    def test_a_file_with_uncommitted_changes_is_refused(self):
        self.git("init", "-q")
        self.write("schema.sql", GOOD)
        done = assay("fix", "--safe", "--prove", "none", "schema.sql", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("uncommitted", done.stderr)
        self.git("add", ".")
        self.git("commit", "-qm", "one")
        self.fixed("schema.sql", [])
        self.assertIn("CREATE INDEX CONCURRENTLY", (self.folder / "schema.sql").read_text())

    def test_dry_run_changes_nothing(self):
        self.write("schema.sql", GOOD)
        done = assay("fix", "--safe", "--dry-run", "--prove", "none", "schema.sql", cwd=self.folder)
        self.assertIn("+CREATE INDEX", done.stdout)
        self.assertEqual((self.folder / "schema.sql").read_text(), GOOD)

    def test_replay(self):
        self.write("schema.sql", GOOD)
        key = self.findings("schema.sql")[0]["key"]
        for _ in range(3):  # the verdict is the same each time
            done = assay("replay", key, "schema.sql", cwd=self.folder)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("proven", done.stdout)
            self.assertIn("generate_series", done.stdout)


class Hostile(Folder):
    def test_what_reaches_outside_is_refused(self):
        target = self.folder / "escaped"
        self.write("a.sql", f"""
create table t (a text);
copy t from program 'touch {target}';
copy t to '{target}';
copy t from '/etc/passwd';
select lo_export(1, '{target}');
do $$ begin execute 'copy t to program ''touch {target}'''; end $$;
create extension dblink;
alter system set archive_command = 'touch {target}';
load 'auto_explain';
create function f() returns void language c as '/bin/true';
select pg_read_file('/etc/passwd');
\\! touch {target}
\\o {target}
create table after_all (id integer primary key);
""")
        found = self.findings("a.sql", "--rule", "postgres")
        self.assertFalse(target.exists())
        told = [f for f in found if f["rule"] in ("postgres/statement-refused", "postgres/statement-fails")]
        self.assertGreaterEqual(sum(f["count"] for f in told), 10, told)
        map_rows = assay("map", "a.sql", "--sql", "select name from tables order by 1", cwd=self.folder).stdout
        self.assertIn("after_all", map_rows)

    def test_keys_know_no_path(self):
        self.write("db/a.sql", "create table a (id integer primary key);\ncreate table b (x integer default 'q');\n")
        keys = [{f["key"] for f in self.findings(source)} for source in ("db/a.sql", "./db", str(self.folder), str(self.folder / "db/a.sql"))]
        self.assertTrue(any(key.startswith("postgres/statement-fails@") for key in keys[0]), keys[0])
        self.assertEqual(keys, [keys[0]] * len(keys))

    def test_garbage_and_truncation(self):
        noise = random.Random(1)
        self.write("noise.sql", "".join(chr(noise.randrange(1, 255)) for _ in range(20000)))
        self.write("cut.sql", "create table a (id integer primary key); create table b (id integer, note text default 'unfinished")
        self.write("empty.sql", "")
        (self.folder / "nul.sql").write_bytes(b"create table a (id int);\0drop table a;")
        (self.folder / "wide.sql").write_bytes("create table a (id int);".encode("utf-16"))
        for name in ("noise.sql", "cut.sql", "empty.sql", "nul.sql", "wide.sql"):
            done = self.check(name, "--format", "json")
            self.assertIn(done.returncode, (0, 1, 2), name)
            if done.returncode == 2:
                self.assertTrue(done.stderr.strip())
            else:
                json.loads(done.stdout)

    def test_a_hundred_megabytes(self):
        with open(self.folder / "big.sql", "w") as file:
            file.write("create table a (id integer primary key, note text);\ncopy a (id, note) from stdin;\n")
            for i in range(1_000_000):
                file.write(f"{i}\t{'x' * 88}\n")
            file.write("\\.\n")
        done = self.check("big.sql", "--format", "json", timeout=300)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        rows = assay("map", "big.sql", "--sql", "select rows from relation_rows", cwd=self.folder, timeout=300).stdout
        self.assertIn("1000000", rows)

    def test_deep_nesting_does_not_crash(self):
        self.write("deep.sql", "select " + "(" * 20000 + "1" + ")" * 20000 + ";\nselect 1" + " + 1" * 100000 + ";\n" + GOOD)
        done = self.check("deep.sql", "--format", "json")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertTrue(any(f["object"] == "child(parent_id)" for f in json.loads(done.stdout)["findings"]))


class Processes(Folder):
    def start(self):
        self.write("slow.sql", "select pg_sleep(15);\n")
        child = subprocess.Popen([PROGRAM, "check", "slow.sql"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            time.sleep(0.1)
            own = {p for p in leftovers() if f"-{child.pid}-" in p}
            if own:
                return child, own
        self.fail("the lab did not start")

    def gone(self, folders, seconds):
        for _ in range(int(seconds * 10)):
            if not any(pathlib.Path(p).exists() for p in folders):
                return True
            time.sleep(0.1)
        return False

    def test_interrupt_leaves_nothing(self):
        child, own = self.start()
        child.send_signal(signal.SIGINT)
        self.assertEqual(child.wait(20), -signal.SIGINT)
        self.assertTrue(self.gone(own, 5), own)

    def test_a_later_run_clears_what_a_killed_one_left(self):
        child, own = self.start()
        child.kill()
        child.wait(20)
        self.write("a.sql", INDEXED)
        self.check("a.sql")
        self.assertTrue(self.gone(own, 10), own)

    def test_parallel_runs(self):
        self.write("a.sql", GOOD)
        children = [subprocess.Popen([PROGRAM, "check", "--prove", "none", "--fail-on", "warning", "a.sql"], cwd=self.folder,
                                     stdout=subprocess.DEVNULL) for _ in range(4)]
        self.assertEqual([c.wait(120) for c in children], [1] * 4)


class Map(Folder):
    def test_queries_cannot_write(self):
        self.write("a.sql", GOOD)
        done = assay("map", "a.sql", "--sql", "delete from relations returning id", cwd=self.folder)
        self.assertEqual(done.returncode, 2)

    def test_saved_map_is_sqlite(self):
        import sqlite3
        self.write("a.sql", GOOD)
        self.assertEqual(assay("map", "a.sql", "--save-map", "m.sqlite", cwd=self.folder).returncode, 0)
        names = [row[0] for row in sqlite3.connect(self.folder / "m.sqlite").execute("select name from relations order by 1")]
        self.assertEqual(names, ["child", "parent"])


if __name__ == "__main__":
    PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    result = unittest.main(argv=[sys.argv[0], *sys.argv[3:]], exit=False, verbosity=1).result
    # A subtest that fails counts as the test that it belongs to.
    bad = len({str(getattr(test, "test_case", test)) for test, _ in result.failures + result.errors})
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
