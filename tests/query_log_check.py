"""assay query log on what a real server logs, in three formats at once. Usage: query_log_check.py PROGRAM ROOT

Starts a server of its own in a private folder; skipped where none is installed.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import jsonschema

import live_check

PROGRAM, ROOT = "", pathlib.Path()

SETTINGS = """
logging_collector = on
log_destination = 'stderr,csvlog{json}'
log_directory = 'logs'
log_filename = 'server.log'
log_line_prefix = '%m [%p] %q%u@%d/%a '
log_statement = 'none'
log_min_duration_statement = 0
log_lock_waits = on
deadlock_timeout = '50ms'
log_temp_files = 0
log_connections = on
log_disconnections = on
log_checkpoints = on
work_mem = '64kB'
shared_preload_libraries = 'auto_explain'
auto_explain.log_min_duration = '5ms'
auto_explain.log_analyze = on
"""

SESSION = """
set application_name = 'w"eird, app';
create table t (id int primary key, note text);
insert into t select i, 'it''s
two lines "quoted"' from generate_series(1, 20000) i;
select count(*) from (select * from t order by note desc, random()) x;
prepare p(int) as select * from t where id = $1;
execute p(7);
select * from t where id in (1, 2, 3);
select * from t where id in (4, 5);
set auto_explain.log_format = 'json';
select count(*) from t a join t b using (id) where a.note > 'hidden value';
checkpoint;
set statement_timeout = '20ms';
"""


def log(*words):
    return subprocess.run([PROGRAM, "query", "log", *map(str, words)], capture_output=True, text=True, timeout=120)


class Log(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = live_check.Server(live_check.installation(), SETTINGS.format(json=",jsonlog" if live_check.major() >= 15 else ""))
        cls.addClassCleanup(cls.server.stop)
        cls.server.sql(SESSION)
        for statement in ("select * from nowhere where a = 'hidden value'", "set statement_timeout = '20ms'; select pg_sleep(10), 'hidden value'"):
            try:
                cls.server.sql(statement)
            except RuntimeError:
                pass
        holder = threading.Thread(target=cls.server.sql, args=("begin; update t set note = 'held' where id = 1; select pg_sleep(0.5); commit",))
        holder.start()
        time.sleep(0.2)
        cls.server.sql("update t set note = 'waited' where id = 1")
        holder.join()
        cls.folder = cls.server.folder / "data" / "logs"
        cls.reports = {path.suffix: cls.report(path) for path in sorted(cls.folder.iterdir())}

    @staticmethod
    def report(path):
        done = log("--format", "json", "--top", "1000", path)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def test_json_fits_its_schema(self):
        schema = json.loads((ROOT / "docs/schema/query_log.schema.json").read_text())
        for report in self.reports.values():
            jsonschema.validate(report, schema)
            self.assertEqual(report["damage"], [])

    def test_formats_agree(self):
        self.assertGreaterEqual(len(self.reports), 2)

        def without_places(value):
            if isinstance(value, dict):
                return {key: without_places(inner) for key, inner in value.items()
                        if key not in ("file", "line", "format", "bytes", "sources", "sqlstate", "records")}
            return [without_places(inner) for inner in value] if isinstance(value, list) else value

        # What the server says before the collector runs stands in none of the files.
        first, *others = [without_places(report) for report in self.reports.values()]
        for other in others:
            self.assertEqual(first, other)

    def test_what_the_session_did_is_found(self):
        report = self.reports[".csv"]
        texts = {query["text"]: query for query in report["queries"]}
        # One query to libpg_query's fingerprint, by whichever took more time: two lists and what EXECUTE ran.
        by_id = texts.get("select * from t where id in ($1 /*, ... */)") or texts["select * from t where id = $1"]
        self.assertEqual(by_id["calls"], 3)
        spilled = texts["select count(*) from (select * from t order by note desc, random()) x"]
        self.assertGreater(spilled["temporary_bytes"], 100_000)
        self.assertEqual(spilled["plan"]["format"], "text")
        self.assertEqual([each["name"] for each in spilled["applications"]], ['w"eird, app'])
        joined = texts["select count(*) from t a join t b using (id) where a.note > $1"]
        self.assertEqual(joined["plan"]["format"], "json")
        self.assertEqual(report["locks"]["waits"], 1)
        self.assertGreater(report["locks"]["waited_ms"], 50)
        self.assertEqual(report["cancelled"]["reasons"], [{"name": "statement timeout", "count": 1}])
        self.assertGreaterEqual(report["checkpoints"]["others"], 1)
        self.assertIn('relation "nowhere" does not exist', [error["message"] for error in report["errors"]])

    def test_values_are_masked_unless_asked_for(self):
        for form in ("text", "json"):
            for path in self.folder.iterdir():
                hidden = log("--format", form, "--top", "1000", path)
                self.assertNotIn("hidden value", hidden.stdout)
                self.assertIn("hidden value", log("--format", form, "--top", "1000", "--show-values", path).stdout)

    def test_text_fits_a_terminal(self):
        for path in self.folder.iterdir():
            done = log(path)
            self.assertEqual(done.returncode, 0, done.stderr)
            for heading in ("By total time", "By mean time", "By calls", "Errors and warnings", "Locks", "Temporary files", "Connections", "By hour"):
                self.assertIn(heading, done.stdout)
            self.assertEqual([line for line in done.stdout.splitlines() if len(line) > 80], [])

    def test_standard_input_and_errors(self):
        path = self.folder / "server.csv"
        with open(path, "rb") as file:
            done = subprocess.run([PROGRAM, "query", "log", "-"], stdin=file, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("standard input", done.stdout)
        self.assertEqual(log("--top", "none", path).returncode, 2)
        self.assertEqual(log().returncode, 2)
        self.assertEqual(log(ROOT / "README.md").returncode, 2)

    def test_damage_is_named_and_strict_refuses_it(self):
        whole = (self.folder / "server.csv").read_text()
        with tempfile.TemporaryDirectory() as folder:
            torn = pathlib.Path(folder) / "torn.csv"
            torn.write_text(whole[:len(whole) // 2] + whole)
            damage = self.report(torn)["damage"]
            self.assertEqual([(each["what"], each["count"]) for each in damage], [("a csvlog record that is cut off or torn", 1)])
            self.assertIn("Not read as it should be", log(torn).stdout)
            self.assertEqual(log("--strict", torn).returncode, 2)


if __name__ == "__main__":
    PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    if live_check.installation() is None:
        print("skipped: no PostgreSQL server is installed")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
