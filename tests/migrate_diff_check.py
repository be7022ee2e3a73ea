"""`assay migrate diff` and `drift` as a person and a program run them, on random schemas too. Usage: migrate_diff_check.py PROGRAM ROOT"""
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import unittest

import live_check
from schema_pairs import pair
from whole_program import ROOT, Folder, assay, main

A = """create type mood as enum ('sad', 'ok');
create table customers (id bigint primary key, name text, feeling mood default 'ok');
create table orders (
  id bigint primary key,
  customer_id bigint references customers,
  note text,
  total numeric(10,2) constraint positive check (total > 0));
create view notes as select id, note from orders;
grant select on notes to public;
"""
B = A.replace("  note text,", "  remark text,").replace("id, note", "id, remark").replace("'ok');\ncreate table c", "'ok', 'glad');\ncreate table c").replace(
    "feeling mood default 'ok'", "feeling mood default 'glad'")
SEEDS = range(1, 13)


class Diff(Folder):
    def setUp(self):
        super().setUp()
        self.write("a.sql", A)
        self.write("b.sql", B)

    def run_diff(self, *words, verb="diff", status=1):
        done = assay("migrate", verb, *words, cwd=self.folder, timeout=300)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done.stdout

    def diff(self, *words, status=1):
        answer = json.loads(self.run_diff("--format", "json", *words, status=status))
        self.assertEqual((answer["proven"], answer["doubt"]), (True, None))
        return answer

    def statements(self, *words, status=1):
        return [each["statement"] for each in self.diff(*words, status=status)["diff"]]

    def test_equal_schemas_are_equal(self):
        self.assertIn("are equal", self.run_diff("a.sql", "a.sql", status=0))
        self.assertEqual(self.statements("a.sql", "a.sql", status=0), [])

    def test_a_loss_is_never_silent_and_a_rename_never_assumed(self):
        answer = self.diff("a.sql", "b.sql")
        drop = next(each for each in answer["diff"] if each["statement"] == "ALTER TABLE public.orders DROP COLUMN note")
        self.assertEqual([hazard["type"] for hazard in drop["hazards"]], ["DELETES_DATA"])
        self.assertEqual([(guess["before"], guess["after"]) for guess in answer["renames"]], [("orders.note", "orders.remark")])
        self.assertIn("--rename orders.note=orders.remark", self.run_diff("a.sql", "b.sql"))

    def test_a_type_that_is_stored_alike_costs_nothing(self):
        self.write("narrow.sql", "create table t (a varchar(20), b int, c numeric(8, 2));")
        self.write("wide.sql", "create table t (a text, b bigint, c numeric(12, 2));")
        hazards = {each["object"]: [hazard["type"] for hazard in each["hazards"]] for each in self.diff("narrow.sql", "wide.sql")["diff"]}
        self.assertEqual(hazards, {"column t.a": [], "column t.c": [], "column t.b": ["ACQUIRES_ACCESS_EXCLUSIVE_LOCK", "IMPACTS_DATABASE_PERFORMANCE"]})

    def test_a_rename_that_is_said_keeps_what_the_column_holds(self):
        for said in (["--rename", "orders.note=orders.remark"], []):
            if not said:
                self.write("b.sql", "-- assay:rename orders.note orders.remark\n" + B)
            statements = self.statements("a.sql", "b.sql", *said)
            self.assertIn("ALTER TABLE public.orders RENAME COLUMN note TO remark", statements)
            self.assertFalse([each for each in statements if "DROP COLUMN" in each])

    def test_a_rename_that_cannot_be(self):
        done = assay("migrate", "diff", "a.sql", "b.sql", "--rename", "orders.nothing=orders.remark", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("the first schema has no orders.nothing", done.stderr)

    def test_a_new_value_is_committed_before_it_is_used(self):
        script = self.run_diff("a.sql", "b.sql", "--format", "sql")
        self.assertLess(script.index("ADD VALUE 'glad'"), script.index("BEGIN;"))
        self.assertLess(script.index("BEGIN;"), script.index("SET DEFAULT 'glad'"))

    def test_the_order_of_columns_is_told_not_changed(self):
        self.write("b.sql", A.replace("  note text,\n", "").replace("check (total > 0));", "check (total > 0),\n  note text);"))
        answer = self.diff("a.sql", "b.sql")
        self.assertEqual(answer["diff"], [])
        self.assertIn("no statement moves columns", answer["notes"][0])

    def test_a_folder_and_a_saved_map(self):
        self.write("db/0001_a.sql", A)
        self.write("db/0002_more.sql", "alter table orders add column paid boolean not null default false;\n")
        self.assertEqual(self.statements("a.sql", "db"), ["ALTER TABLE public.orders ADD COLUMN paid boolean DEFAULT false NOT NULL"])
        self.assertEqual(assay("map", "db", "--save-map", "db.map", cwd=self.folder).returncode, 0)
        self.assertEqual(self.statements("db.map", "a.sql"), ["ALTER TABLE public.orders DROP COLUMN paid"])

    def test_no_schema_at_all(self):
        sqlite3.connect(os.path.join(self.folder, "other.map")).execute("create table t (a int)").connection.commit()
        for words, said in ((["a.sql"], "expected two schemas"), (["a.sql", "none.sql"], "no such file or folder"), (["a.sql", "other.map"], "a map of version")):
            done = assay("migrate", "diff", *words, cwd=self.folder)
            self.assertEqual(done.returncode, 2)
            self.assertIn(said, done.stderr)

    def test_what_failed_to_load_is_told(self):
        self.write("b.sql", A + "create table broken (id nothing_known);\n")
        self.assertIn("nothing_known", self.diff("a.sql", "b.sql", status=0)["notes"][0])

    def test_drift_in_words_with_the_line_of_the_files(self):
        text = self.run_diff("a.sql", "b.sql", verb="drift")
        self.assertRegex(text, r"column orders\.remark +b\.sql:6\n +is missing in a\.sql")
        self.assertRegex(text, r"values is 'sad', 'ok', should be 'sad', 'ok', 'glad'")
        drift = json.loads(self.run_diff("a.sql", "b.sql", "--format", "json", verb="drift"))["drift"]
        self.assertIn(("column orders.note", "extra"), [(each["object"], each["state"]) for each in drift])
        self.assertEqual(json.loads(self.run_diff("a.sql", "a.sql", "--format", "json", verb="drift", status=0))["drift"], [])

    def test_json_fits_its_schemas(self):
        for verb in ("diff", "drift"):
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                file.write(self.run_diff("a.sql", "b.sql", "--format", "json", verb=verb))
                file.flush()
                done = subprocess.run(["/usr/bin/python3", str(ROOT / "tests/schema_check.py"), str(ROOT / f"docs/schema/migrate_{verb}.schema.json"), file.name],
                                      capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, verb + done.stdout + done.stderr)

    def test_random_schemas(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                for name, text in zip("ab", pair(seed)):
                    self.write(f"{seed}{name}.sql", text)
                answer = self.diff(f"{seed}a.sql", f"{seed}b.sql")
                self.assertFalse([note for note in answer["notes"] if "failed" in note], answer["notes"])


@unittest.skipUnless(live_check.installation(), "needs a PostgreSQL server")
class Live(Folder):
    def test_a_server_that_drifted_from_its_files(self):
        server = live_check.Server(live_check.installation())
        try:
            self.write("db/0001.sql", A)
            server.sql(A)
            url = server.address()
            done = assay("migrate", "drift", url, "db", cwd=self.folder)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
            server.sql("alter table customers alter name type varchar(9); create index by_hand on orders (note);")
            done = assay("migrate", "drift", url, "db", cwd=self.folder)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("type is character varying(9), should be text", done.stdout)
            self.assertRegex(done.stdout, r"index by_hand\n +is in postgres\S+ alone")
            answer = json.loads(assay("migrate", "diff", "--format", "json", url, "db", cwd=self.folder).stdout)
            self.assertEqual((answer["proven"], answer["doubt"]), (True, None))
            self.assertIn("DROP INDEX public.by_hand", [each["statement"] for each in answer["diff"]])
        finally:
            server.stop()


if __name__ == "__main__":
    main()
