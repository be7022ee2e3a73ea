"""The program as an attacker, a broken disk and an impatient person run it. Usage: hostile_check.py PROGRAM ROOT [TEST…]"""

import json
import pathlib
import random
import signal
import subprocess
import time

from whole_program import GOOD, INDEXED, PROGRAM, Folder, assay, main


def leftovers():
    """Private folders of the lab and servers running in them."""
    found = [p for base in ("/dev/shm", "/var/tmp", "/tmp") for p in pathlib.Path(base).glob("assay-postgres-*")]
    return {str(p) for p in found}


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

    def test_what_hides_is_refused_by_the_server(self):
        """Statements put together at run time: no reader sees them, so rights alone must hold."""
        target = self.folder / "escaped"
        hidden = ["select pg_re|ad_file('/etc/passwd')", "select pg_l|s_dir('/')", f"select lo_ex|port(1, '{target}')",
                  f"copy t from pro|gram 'touch {target}'", f"copy t t|o '{target}'", "lo|ad 'dblink'",
                  "create ext|ension file_fdw", "create ext|ension dblink", "create role boss super|user",
                  "alter role current_user super|user", "create function f() returns int lang|uage c as '/bin/true'",
                  "select pg_term|inate_backend(pid) from pg_stat_activity", f"select set_config('log_dir|ectory', '{target}', false)",
                  "select set_config('session_preload|_libraries', 'x', false)", "set session author|ization template1"]
        quoted = [" || ".join("'" + half.replace("'", "''") + "'" for half in text.split("|")) for text in hidden]
        self.write("a.sql", "create table t (a text);\n" + "".join(f"do $$ begin execute {text}; end $$;\n" for text in quoted) +
                   "create extension file_fdw;\ncreate extension dblink;\ncreate table after_all (id integer primary key);\n")
        notes = self.rows("a.sql", "select line from load_notes where kind in ('failed', 'refused') order by line")
        self.assertEqual(notes, [str(line) for line in range(2, len(hidden) + 4)])
        self.assertFalse(target.exists())
        self.assertEqual(self.rows("a.sql", "select name from tables order by 1"), ["after_all", "t"])

    def test_what_never_ends_or_takes_all_memory_is_cut_off(self):
        self.write("a.sql", "do $$ begin loop perform pg_sleep(0.1); end loop; end $$;\ncreate table between_them (id integer);\n"
                            "select array_agg(repeat('x', 1000000) || i) from generate_series(1, 1000000) i;\n"
                            "create table after_all (id integer);\n")
        told = self.rows("a.sql", "select line || ' ' || kind || ' ' || message from load_notes union all select name from tables order by 1")
        self.assertEqual(told, ["1 cut_off ran longer than 20 s and was cut off", "3 failed out of memory", "after_all", "between_them"])

    def test_patterns_of_ignores_cannot_hang(self):
        self.write("a.sql", GOOD.replace("child", "a" * 60))
        self.write("assay.toml", '[[ignore]]\nrule = "unindexed-foreign-key"\nobject = "' + "*a" * 25 + '*b"\nreason = "none"\n')
        self.assertIn("postgres/unindexed-foreign-key", {f["rule"] for f in self.findings("a.sql")})

    def test_a_cut_dump(self):
        self.write("a.sql", "create table a (id integer primary key, note text);\ncopy a (id, note) from stdin;\n1\tone\n2\ttw")
        self.write("b.sql", "create table a (id integer);\ncreate function f() returns text language sql as $body$ select 'cut")
        for name in ("a.sql", "b.sql"):
            self.assertEqual(self.rows(name, "select name from tables"), ["a"])
            told = json.loads(self.check(name, "--format", "json").stdout)["unread"]
            self.assertEqual([place["source"] for place in told], [name + {"a.sql": ":3", "b.sql": ":2"}[name]])
            self.assertEqual(self.check(name, "--strict").returncode, 2)

    def test_a_hundred_megabytes_of_noise(self):
        for name, text in (("line.sql", "x" * 100_000_000), ("quote.sql", "select '" + "y" * 100_000_000),
                           ("lines.sql", "(((\n" * 25_000_000)):
            with self.subTest(name):
                self.write(name, text)
                done = self.check(name, "--format", "json", timeout=300)
                self.assertIn(done.returncode, (0, 1), done.stderr)
                report = json.loads(done.stdout)
                self.assertTrue(report["findings"] or report["unread"], name)

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
        told = self.rows("big.sql", "select kind from load_notes union all select state from available where class = 'D'")
        self.assertEqual(told, ["read"])

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


if __name__ == "__main__":
    main()
