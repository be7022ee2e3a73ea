"""The migrate area as a person and a program run it. Usage: migrate_check.py PROGRAM ROOT"""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from whole_program import ROOT, Folder, assay, main

BASE = """create table customers (id bigint primary key, email text);
create table orders (id bigint primary key, customer_id bigint, state text, total numeric(10,2));
create index orders_state on orders (state);
"""


class Migrations(Folder):
    def setUp(self):
        super().setUp()
        self.write("db/001_base.sql", BASE)

    def lint(self, *words, prove="none"):
        done = assay("migrate", "lint", "--prove", prove, "--format", "json", *words, cwd=self.folder)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)

    def rules(self, *words):
        return sorted(finding["rule"].split("/")[1] for finding in self.lint(*words)["findings"] if not finding["suppressed"])

    def trace(self, text, *words):
        """By line of the file: what the statement there did."""
        self.write("db/002_change.sql", text)
        done = assay("migrate", "trace", "--prove", "none", "--format", "json", "db/002_change.sql", *words, cwd=self.folder)
        self.assertIn(done.returncode, (0, 2), done.stderr)
        answer = json.loads(done.stdout)
        self.answer = answer
        return {statement["line"]: statement for statement in answer["trace"]}

    @staticmethod
    def locks(statement):
        return {lock["relation"]: lock["mode"] for lock in statement["locks"]}

    @staticmethod
    def waiting(statement, relation="orders"):
        return [blocked["operation"] for blocked in statement["blocked"] if blocked["relation"] == relation]


EVERYTHING = ["SELECT", "INSERT", "UPDATE", "DELETE", "SELECT FOR UPDATE", "FK check"]
WRITES = ["INSERT", "UPDATE", "DELETE"]


class Lint(Migrations):
    def test_a_file_of_a_folder_knows_what_went_before(self):
        self.write("db/002_change.sql", "set lock_timeout = '1s';\nalter table orders alter column total type numeric(12,2);\nalter table orders alter column id set not null;\n")
        self.assertEqual(self.rules("db/002_change.sql"), [])

    def test_what_git_has_released_is_history(self):
        self.write("db/002_old.sql", "create index on orders (total);\n")
        self.git("init", "-q", "-b", "main", ".")
        self.git("add", "-A")
        self.git("commit", "-qm", "released")
        self.git("checkout", "-qb", "feature")
        self.assertEqual(self.rules("db"), [])
        self.assertIn("index-not-concurrent", self.rules("db", "--all"))
        self.write("db/003_new.sql", "alter table orders rename column total to amount;\ncreate table fresh (id bigint);\n")
        self.write("db/004_new.sql", "create index on fresh (id);\n")
        self.git("add", "-A")
        self.git("commit", "-qm", "pending")
        self.assertEqual(self.rules("db", "--without", "no-lock-timeout"), ["rename-column"])
        self.assertIn("released", self.lint("db")["read"][0]["what"])

    def test_comments_of_peers_are_understood(self):
        self.write("db/002_change.sql", "-- squawk-ignore require-concurrent-index-creation\ncreate index on orders (total);\n"
                   "-- eugene: ignore E6\ncreate index on orders (customer_id);\n-- atlas:nolint\ncreate index on orders (state, total);\n"
                   "-- pgfence-ignore: create-index-not-concurrent\ncreate index on orders (total, state);\n-- squawk-ignore ban-drop-column\ncreate index on customers (email);\n")
        findings = self.lint("db/002_change.sql", "--rule", "index-not-concurrent")["findings"]
        self.assertEqual([f["location"]["line"] for f in findings if not f["suppressed"]], [10])

    def test_a_whole_file_is_ignored(self):
        self.write("db/002_change.sql", "-- squawk-ignore-file\ncreate index on orders (total);\n")
        self.assertEqual(self.rules("db/002_change.sql"), [])

    def test_a_statement_that_cannot_be_read_is_named_and_the_rest_goes_on(self):
        self.write("db/002_change.sql", "alter tabel orders add x int;\ncreate index on orders (total);\n")
        answer = self.lint("db/002_change.sql")
        self.assertIn("line 1, column 7: syntax error", answer["unread"][0]["reason"])
        self.assertIn("migration/index-not-concurrent", [f["rule"] for f in answer["findings"]])

    def test_templates_are_read_and_places_are_those_of_the_file(self):
        self.write("db/002_change.up.sql", 'create index x on {{ index .Options "Namespace" }}.orders\n  (total);\ndo $$\nbegin\n  alter table {{ index .Options "Namespace" }}.orders\n    alter column state set not null;\nend $$;\n')
        answer = self.lint("db/002_change.up.sql", "--without", "no-lock-timeout", "--without", "statement-after-access-exclusive")
        self.assertEqual(answer["unread"], [])
        self.assertEqual([(f["rule"], f["location"]["line"]) for f in answer["findings"]], [("migration/index-not-concurrent", 1), ("migration/set-not-null", 5)])

    def test_findings_are_proven_in_the_lab(self):
        self.write("db/002_change.sql", "create index on orders (total);\nalter table orders add column token uuid default gen_random_uuid();\n")
        answer = self.lint("db/002_change.sql", "--without", "no-lock-timeout", prove="all")
        self.assertEqual({f["proof_state"] for f in answer["findings"]}, {"proven"})
        self.assertIn("ACCESS EXCLUSIVE on orders", answer["findings"][1]["proof"]["after"] + answer["findings"][0]["proof"]["after"])

    def test_a_safe_fix_is_written_into_the_file(self):
        path = pathlib.Path(self.write("db/002_change.sql", "-- Grüße\ncreate index orders_total on orders (total);\nalter table orders add constraint fk foreign key (customer_id) references customers;\n"))
        keys = [f["key"] for f in self.lint("db/002_change.sql", "--without", "no-lock-timeout")["findings"]]
        self.assertEqual(len(keys), 2)
        done = assay("fix", "--prove", "none", *keys, "db/002_change.sql", cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(path.read_text(), "-- Grüße\ncreate index concurrently orders_total on orders (total);\n"
                         "alter table orders add constraint fk foreign key (customer_id) references customers not valid;\nalter table orders validate constraint fk;\n")
        self.assertEqual(self.rules("db/002_change.sql", "--without", "no-lock-timeout"), [])

    def test_beside_migrations_other_files_are_none(self):
        self.write("seeds.sql", "truncate orders;\n")
        self.write("db/002_change.sql", "alter table orders rename column total to amount;\n")
        answer = self.lint("--without", "no-lock-timeout")
        self.assertEqual([f["rule"] for f in answer["findings"]], ["migration/rename-column"])
        self.assertEqual(self.rules("seeds.sql", "--without", "no-lock-timeout"), ["truncate"])

    def test_standard_input_and_exit_status(self):
        done = assay("migrate", "lint", "--prove", "none", "-", text="create index on orders (total);\n")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("index-not-concurrent", done.stdout)
        self.assertEqual(assay("migrate", "lint", "--prove", "none", "-", text="create table t (id bigint);\n").returncode, 0)

    def test_hostile_files_are_named_and_end(self):
        for name, content, says in (("noise.sql", os.urandom(50_000) + b"\0", "NUL byte"), ("wide.sql", "create index on t (a);".encode("utf-16"), "UTF-16"),
                                    ("deep.sql", b"alter table t add check (" + b"(" * 100_000 + b"1" + b")" * 100_000 + b");", "exhausted"),
                                    ("open.sql", b"create index on t (a);\nselect 'x;\n", "not closed"),
                                    ("do.sql", b"do $$ begin " + b"if x then " * 20_000 + b" end $$;", None),
                                    ("marks.sql", b"-- squawk-ignore " + b"a," * 200_000 + b"\nselect 1;\n", None)):
            with self.subTest(name=name):
                path = self.folder / name
                path.write_bytes(content)
                done = assay("migrate", "lint", "--prove", "none", str(path))
                self.assertIn(done.returncode, (0, 1, 2), done.stderr)
                if says:
                    self.assertIn(says, " ".join((done.stdout + done.stderr).split()))

    def test_many_statements_take_no_time(self):
        path = self.write("many.sql", "create index on orders (total);\n" * 20_000)
        self.assertEqual(len(self.lint(path, "--rule", "index-not-concurrent")["findings"]), 20_000)

    def test_what_other_tools_wrap(self):
        for name, text, fires in (("V2__x.sql", "create index concurrently a on orders (total);\nselect 1;\n", True),
                                  ("V2__x.sql", "create index concurrently a on orders (total);\n", False)):
            with self.subTest(name=name, text=text):
                folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
                (folder / "V1__base.sql").write_text(BASE)
                (folder / name).write_text(text)
                self.assertEqual("concurrently-in-transaction" in self.rules(str(folder)), fires)


RAILS = """class AddNote < ActiveRecord::Migration[7.1]
  def change
    add_column :orders, :note, :string, default: -> { "gen_random_uuid()::text" }
    add_index :orders, :note
    safety_assured { remove_column :orders, :total }
  end
end
"""
CHANGELOG = """databaseChangeLog:
- include: {file: base.sql, relativeToChangelogFile: true}
- changeSet:
    id: 2
    author: a
    changes:
    - createIndex:
        tableName: orders
        indexName: orders_total
        columns:
        - column: {name: total}
- changeSet:
    id: 3
    author: a
    runInTransaction: false
    changes:
    - sql: {sql: create index concurrently orders_state on orders (state)}
    - loadData: {tableName: orders, file: x.csv}
"""


class Peers(Folder):
    def test_what_their_documentation_shows_is_reported_or_argued(self):
        lines = [line.split("\t") for line in (ROOT / "tests/data/migration_peers.tsv").read_text().splitlines() if not line.startswith("#")]
        accounted = (ROOT / "docs/migration-rules-accounted.md").read_text()
        self.assertGreater(len(lines), 100)
        for number, (_, _, _, text) in enumerate(lines):
            self.write(f"examples/example_{number}_.sql", text.replace("; ", ";\n"))
        done = assay("migrate", "lint", "--prove", "none", "--all-rules", "--format", "json", "examples", cwd=self.folder)
        found = {}
        for finding in json.loads(done.stdout)["findings"]:
            found.setdefault(pathlib.Path(finding["location"]["file"]).name, set()).add(finding["rule"].split("/")[1])
        merged = [finding for finding in json.loads(done.stdout)["findings"] if finding["count"] > 1]  # one for the whole run
        for number, (peer, name, rule, _) in enumerate(lines):
            with self.subTest(peer=peer, example=name):
                if rule == "-" or rule in [finding["rule"].split("/")[1] for finding in merged]:
                    continue
                self.assertIn(rule, found.get(f"example_{number}_.sql", set()))
                self.assertIn(f"| {rule} | built", accounted)


class OtherLanguages(Migrations):
    def places(self, *words):
        return [(finding["rule"].split("/")[1], finding["location"]["line"]) for finding in self.lint(*words, "--without", "no-lock-timeout")["findings"] if not finding["suppressed"]]

    def test_rails(self):
        self.write("db/migrate/20240101000000_base.rb", "class Base < ActiveRecord::Migration[7.1]\n  def change\n    create_table :orders do |t|\n      t.decimal :total\n    end\n    add_index :orders, :total\n  end\nend\n")
        path = self.write("db/migrate/20240102000000_note.rb", RAILS)
        self.assertEqual(sorted(self.places(str(path))), [("index-not-concurrent", 4), ("rewrite-default", 3), ("statement-after-access-exclusive", 4)])
        answer = self.lint(str(path))
        self.assertEqual(answer["summary"]["suppressed"], 1)  # what stands in safety_assured
        self.assertEqual([f["fix"]["edits"] for f in answer["findings"] if f["rule"] == "migration/index-not-concurrent"], [[]])

    def test_rails_as_a_schema(self):
        self.write("app/db/migrate/20240101000000_base.rb", "class Base < ActiveRecord::Migration[7.1]\n  def change\n    create_table :orders do |t|\n      t.references :customer\n    end\n    create_table :customers\n  end\nend\n")
        done = assay("map", "app", "--sql", "select name from tables order by name", cwd=self.folder)
        self.assertIn("customers", done.stdout, done.stderr)
        self.assertIn("orders", done.stdout)

    def test_liquibase(self):
        self.write("changelog/base.sql", BASE)
        path = self.write("changelog/db.changelog.yaml", CHANGELOG)
        answer = self.lint(str(self.folder / "changelog"))
        self.assertEqual(answer["read"][0]["what"], "2 migrations (Liquibase)")
        self.assertIn("the change type loadData is not read", answer["unread"][0]["reason"])
        found = [(f["rule"], f["location"]["line"]) for f in answer["findings"] if f["rule"] != "migration/no-lock-timeout"]
        self.assertEqual(found, [("migration/index-not-concurrent", 7)])
        self.assertIn("orders", assay("map", str(path), "--sql", "select name from tables", cwd=self.folder).stdout)

    def test_a_changelog_reads_no_file_elsewhere(self):
        self.write("changelog/changelog.yaml", "databaseChangeLog:\n- changeSet: {id: 1, author: a, changes: [{sqlFile: {path: ../../../../../../etc/passwd, relativeToChangelogFile: true}}]}\n")
        self.assertIn("it is not there", self.lint(str(self.folder / "changelog"))["unread"][0]["reason"])


class History(Migrations):
    def history(self, *words):
        done = assay("migrate", "history", "--format", "json", *words, cwd=self.folder)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)

    def told(self, answer):
        return sorted((f["rule"].split("/")[1], f["object"]) for f in answer["findings"])

    def test_git_tells_what_was_edited_and_what_comes_too_late(self):
        self.write("db/002_note.sql", "alter table orders add column note text;\n")
        self.write("db/004_state.sql", "alter table orders add column extra text;\n")
        self.git("init", "-q", "-b", "main", ".")
        self.git("add", "-A")
        self.git("commit", "-qm", "released")
        self.write("db/002_note.sql", "alter table orders add column note varchar;\n")
        self.write("db/003_late.sql", "alter table orders add column late text;\n")
        answer = self.history("db")
        self.assertEqual(self.told(answer), [("edited-after-release", "002_note.sql"), ("non-linear", "003_late.sql")])
        self.assertEqual([version["released"] for version in answer["history"]], [True, True, False, True])

    def test_heads_of_alembic(self):
        for name, below in (("a", "None"), ("b", "'a'"), ("c", "'a'")):
            self.write(f"versions/{name}_x.py", f"revision: str = '{name}'\ndown_revision: Union[str, None] = {below}\n\ndef upgrade():\n    op.add_column('t', None)\n\ndef downgrade() -> None:\n    pass\n")
        answer = self.history("versions")
        self.assertEqual([version["parents"] for version in answer["history"]], [[], ["a"], ["a"]])
        self.assertIn(("two-heads", "c_x.py"), self.told(answer))
        self.assertIn(("irreversible-down", "a_x.py"), self.told(answer))
        self.write("versions/d_x.py", "revision = 'd'\ndown_revision = ('b', 'c')\ndef downgrade():\n    op.x()\n")
        self.assertNotIn("two-heads", [rule for rule, _ in self.told(self.history("versions"))])

    def test_json_fits_its_schema(self):
        answer = self.history("db")
        whole = {name: answer.pop(name) for name in ("history", "book")}
        for schema, document in (("migrate_history", whole), ("check", answer)):
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(document, file)
                file.flush()
                done = subprocess.run(["/usr/bin/python3", str(ROOT / "tests/schema_check.py"), str(ROOT / f"docs/schema/{schema}.schema.json"), file.name], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, schema + done.stdout + done.stderr)

    def test_the_table(self):
        self.write("db/002_note.sql", "alter table orders add column note text;\n")
        done = assay("migrate", "history", "db", cwd=self.folder)
        self.assertIn("002_note.sql", done.stdout)
        self.assertTrue(all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)


class Trace(Migrations):
    def test_locks_reading_writing_and_waiting(self):
        seen = self.trace("alter table orders add column note text;\n"
                          "create index orders_total on orders (total);\n"
                          "alter table orders add column token uuid default gen_random_uuid();\n"
                          "alter table orders add constraint fk foreign key (customer_id) references customers;\n"
                          "alter table orders alter column state set not null;\n"
                          "create table audit (id bigint);\n")
        self.assertEqual(self.locks(seen[1]), {"orders": "AccessExclusiveLock"})
        self.assertEqual((seen[1]["rewrites"], seen[1]["scans"], self.waiting(seen[1])), ([], [], EVERYTHING))
        self.assertEqual(self.locks(seen[2]), {"orders": "ShareLock"})
        self.assertEqual((seen[2]["rewrites"], seen[2]["scans"], self.waiting(seen[2])), ([], ["orders"], WRITES))
        self.assertEqual(seen[3]["rewrites"], ["orders"])
        self.assertEqual(seen[3]["rebuilt"], ["orders_pkey", "orders_state", "orders_total"])
        self.assertEqual(self.locks(seen[4])["customers"], "ShareRowExclusiveLock")
        self.assertEqual((self.waiting(seen[4]), self.waiting(seen[4], "customers")), (WRITES, WRITES))
        self.assertEqual(self.waiting(seen[5]), EVERYTHING)
        self.assertEqual((seen[6]["locks"], seen[6]["blocked"]), ([], []))

    def test_locks_are_kept_to_the_end_of_the_transaction(self):
        seen = self.trace("begin;\nalter table orders add column note text;\nselect pg_sleep(0.2);\ncommit;\nalter table orders add column more text;\n")
        self.assertGreater(seen[2]["locks"][0]["held_ms"], 200)
        self.assertLess(seen[5]["locks"][0]["held_ms"], 200)

    def test_a_lock_that_is_held_already_is_told_again(self):
        seen = self.trace("begin;\ncreate index a on orders (total);\ncreate index b on orders (state, total);\ncommit;\n")
        self.assertEqual((self.locks(seen[2]), self.locks(seen[3])), ({"orders": "ShareLock"}, {"orders": "ShareLock"}))
        self.assertEqual(self.waiting(seen[3]), WRITES)

    def test_roles_that_a_block_names_are_there(self):
        seen = self.trace("do $$ begin\n  alter table orders enable row level security;\n  grant select on orders to postgres, everybody_else;\nend $$;\n")
        self.assertEqual((seen[1]["error"], self.locks(seen[1])), (None, {"orders": "AccessExclusiveLock"}))

    def test_phases_of_concurrently(self):
        seen = self.trace("create index concurrently orders_total on orders (total);\ndrop index concurrently orders_total;\nreindex index concurrently orders_state;\n")
        self.assertEqual([phase["phase"] for phase in seen[1]["phases"]], ["waiting for writers before build", "waiting for old snapshots"])
        self.assertEqual(self.locks(seen[1]), {"orders": "ShareUpdateExclusiveLock"})
        for line in (1, 2, 3):
            self.assertEqual((seen[line]["error"], seen[line]["blocked"]), (None, []), line)
            self.assertGreater(len(seen[line]["phases"]), 0)
        self.assertEqual(seen[3]["rebuilt"], ["orders_state"])

    def test_rows_beside_those_of_the_base(self):
        """Rows that the base has are copied but for their keys: what its CHECKs ask of them holds."""
        self.write("base.sql", "create domain code as text check (value in ('EUR', 'GBP'));\n"
                   "create table shops (id int primary key, name text unique check (name like 'shop %'));\ninsert into shops select i, 'shop ' || i from generate_series(1, 5) i;\n"
                   "create table sales (id bigint generated always as identity primary key, shop_id int not null references shops, currency code not null, net int, gross int, check (gross > net));\n"
                   "insert into sales (shop_id, currency, net, gross) select 1 + i % 5, 'EUR', i, i + 1 from generate_series(1, 20) i;\n")
        self.write("next.sql", "create index on sales (net);\n")
        done = assay("migrate", "trace", "--base", "base.sql", "--rows", "sales=3e3", "--format", "json", "next.sql", cwd=self.folder)
        answer = json.loads(done.stdout)
        self.assertEqual(answer["trace_notes"], [])
        self.assertEqual(answer["trace"][0]["duration"]["rows"], 3020)

    def test_rows_and_the_time_for_more(self):
        seen = self.trace("create index orders_total on orders (total);\nupdate orders set state = 'x';\n", "--rows", "orders=4e4", "--rows", "customers=100")
        self.assertEqual(self.answer["trace_notes"], [])
        duration = seen[1]["duration"]
        self.assertEqual(duration["rows"], 40000)
        self.assertLess(duration["low_ms"], duration["estimate_ms"])
        self.assertLess(duration["estimate_ms"], duration["high_ms"])
        self.assertLessEqual(duration["high_ms"] / duration["low_ms"], 6.01)
        self.assertGreater(seen[1]["wal_bytes"], 100_000)
        self.assertEqual(self.waiting(seen[2]), ["UPDATE", "DELETE", "SELECT FOR UPDATE"])

    def test_a_statement_that_fails_ends_its_file(self):
        seen = self.trace("alter table orders add column note text;\nalter table nothing add column note text;\nalter table orders add column more text;\n")
        self.assertEqual(sorted(seen), [1, 2])
        self.assertIn('relation "nothing" does not exist', seen[2]["error"])
        self.assertEqual(len(self.answer["trace_notes"]), 1)

    def test_a_base_beside_the_files(self):
        self.write("schema.sql", BASE + "create materialized view totals as select sum(total) from orders;\n")
        self.write("change.sql", "refresh materialized view totals;\n")
        done = assay("migrate", "trace", "--prove", "none", "--format", "json", "--base", "schema.sql", "change.sql", cwd=self.folder)
        (statement,) = json.loads(done.stdout)["trace"]
        self.assertEqual(self.locks(statement)["totals"], "AccessExclusiveLock")
        self.assertEqual((statement["rewrites"], self.waiting(statement, "totals")), (["totals"], ["SELECT"]))

    def test_what_a_lab_must_not_run(self):
        seen = self.trace("copy orders to program 'touch /tmp/assay-should-not-exist';\n")
        self.assertIn("the lab does not run it", seen[1]["error"])
        self.assertFalse(os.path.exists("/tmp/assay-should-not-exist"))

    def test_json_fits_its_schemas(self):
        self.trace("create index concurrently orders_total on orders (total);\nalter table orders add column note text;\nalter table nothing add x int;\n", "--rows", "orders=10")
        whole = {name: self.answer.pop(name) for name in ("trace", "trace_notes")}
        for schema, document in (("migrate_trace", whole), ("check", self.answer)):
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(document, file)
                file.flush()
                done = subprocess.run(["/usr/bin/python3", str(ROOT / "tests/schema_check.py"), str(ROOT / f"docs/schema/{schema}.schema.json"), file.name],
                                      capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, schema + done.stdout + done.stderr)

    def test_the_queue_behind_a_reader(self):
        seen = self.trace("alter table orders add column note text;\nalter table orders add column more text;\n", "--queue")
        without, short, longer = seen[1]["queue"]
        self.assertEqual((without["lock_timeout_ms"], without["tries"], seen[2]["queue"]), (0, 1, []))
        self.assertGreater(without["worst_read_ms"], 500)
        self.assertGreater(short["tries"], 1)
        self.assertLess(short["worst_read_ms"], without["worst_read_ms"] / 2)
        self.assertLess(longer["worst_read_ms"], without["worst_read_ms"])

    def test_bad_rows(self):
        done = assay("migrate", "trace", "--rows", "orders=many", "db", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("expected table=number, such as orders=5e6", done.stderr)


class Plan(Migrations):
    """What the recipes' pages hold is tested beside them; here: the command, its JSON, and the files that it writes."""
    CHANGE = "alter table orders alter column total type numeric(12,3), add check (total >= 0);\n"

    def plan(self, text, *words, status=(0, 1)):
        self.write("db/002_change.sql", text)
        done = assay("migrate", "plan", "--format", "json", "db/002_change.sql", *words, cwd=self.folder)
        self.assertIn(done.returncode, status, done.stderr)
        return json.loads(done.stdout)

    def test_steps_and_their_proof(self):
        answer = self.plan(self.CHANGE, "--rows", "orders=500", "--batch", "200")
        self.assertEqual([each["recipe"] for each in answer["planned"]], ["alter-type", "add-constraint"])
        self.assertTrue(answer["end"]["equal"], answer["end"])
        self.assertEqual(answer["end"]["column_order"], [])  # it stood last before
        stages = [step["stage"] for step in answer["steps"]]
        self.assertEqual((stages[0], stages[1], stages[-2:]), ("expand", "backfill", ["expand", "validate"]))
        self.assertEqual([step["transaction"] for step in answer["steps"]][:3], ["one", "batches", "one"])
        self.assertEqual(sum(step["deploy"] is not None for step in answer["steps"]), 1)
        for step in answer["steps"]:
            self.assertIsNone(step["proof"]["rollback_problem"], step)
            self.assertGreaterEqual(step["proof"]["tries"], 1)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({name: answer[name] for name in ("planned", "lock_timeout_ms", "steps", "end", "random_columns", "plan_notes")}, file)
            file.flush()
            done = subprocess.run(["/usr/bin/python3", str(ROOT / "tests/schema_check.py"), str(ROOT / "docs/schema/migrate_plan.schema.json"), file.name],
                                  capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_files_of_each_tool(self):
        outside = {"flyway": "executeInTransaction=false", "prisma": "do $backfill$", "alembic": "with op.get_context().autocommit_block():", "golang-migrate": "do $backfill$",
                   "dbmate": "-- migrate:up transaction:false", "goose": "-- +goose NO TRANSACTION", "rails": "disable_ddl_transaction!", "sqlx": "-- no-transaction", "sql": "do $backfill$"}
        for tool, mark in outside.items():
            self.plan(self.CHANGE, "--prove", "none", "--write", tool, "--into", tool, status=(0,))
            files = {path.relative_to(self.folder / tool): path.read_text() for path in sorted((self.folder / tool).rglob("*")) if path.is_file()}
            self.assertEqual({path.parts[0] for path in files}, {"release_1", "release_2"}, tool)
            self.assertTrue(any(mark in text for text in files.values()), (tool, files))
            self.assertTrue(any("Not before this is deployed: every program" in text for text in files.values()), tool)
            self.assertTrue(any("set local lock_timeout = '100ms'" in text for text in files.values()), tool)

    def test_written_files_run(self):
        """What stands in the files, run in their order on the base."""
        self.plan(self.CHANGE, "--prove", "none", "--write", "golang-migrate", "--into", "steps")
        for path in (self.folder / "steps").rglob("*.up.sql"):
            self.write(f"all/{path.name}", path.read_text())
        done = assay("migrate", "trace", "--prove", "none", "--format", "json", "--base", "db/001_base.sql", "all", cwd=self.folder)
        statements = json.loads(done.stdout)["trace"]
        self.assertEqual([(statement["statement"], statement["error"]) for statement in statements if statement["error"]], [])
        self.assertEqual(len(statements), len(list((self.folder / "all").iterdir())))

    def test_files_are_not_written_over(self):
        words = ("--prove", "none", "--write", "sql", "--into", "steps")
        self.plan("alter table orders alter column state set not null;\n", *words, status=(0,))
        before = {path: path.read_text() for path in (self.folder / "steps").rglob("*.sql")}
        self.assertEqual(len(before), 6)
        done = assay("migrate", "plan", "db/002_change.sql", *words, cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("it is there already: --into names another folder", done.stderr)
        self.assertEqual(before, {path: path.read_text() for path in (self.folder / "steps").rglob("*.sql")})

    def test_two_schemas(self):
        """A default that has to go while a type changes would be missed: it stays where it need not go."""
        self.write("a.sql", "create table orders (id bigint primary key, n integer not null default 1, note text);\n")
        self.write("b.sql", "create table orders (id bigint primary key, n bigint not null default 1, remark text);\ncreate index orders_n on orders (n);\n")
        done = assay("migrate", "plan", "--from", "a.sql", "--to", "b.sql", "--rename", "public.orders.note=public.orders.remark", "--rows", "orders=300", "--format", "json", cwd=self.folder)
        answer = json.loads(done.stdout)
        self.assertEqual(sorted(each["recipe"] for each in answer["planned"]), ["alter-type", "create-index", "rename-column"])
        self.assertTrue(answer["end"]["equal"], answer["end"])
        self.assertIn("--from A --to B names two schemas", assay("migrate", "plan", "--from", "a.sql", cwd=self.folder).stderr)

    def test_every_way_back_returns_where_a_view_is_replaced_and_a_column_goes(self):
        self.write("a.sql", "create table t (id bigint primary key, note varchar(20), n int);\ncreate view v as select id from t;\ngrant select on v to public;\n")
        self.write("b.sql", "create table t (id bigint primary key, note text, made timestamptz not null default now());\ncreate view v as select id, made from t;\n"
                            "grant select on v to public;\n")
        done = assay("migrate", "plan", "--from", "a.sql", "--to", "b.sql", "--rows", "t=300", "--format", "json", cwd=self.folder)
        answer = json.loads(done.stdout)
        self.assertTrue(answer["end"]["equal"], answer["end"])
        self.assertEqual([(step["title"], step["proof"]["rollback_problem"]) for step in answer["steps"] if step["proof"].get("rollback_problem")], [])
        self.assertIn("grant SELECT on v to public;", next(step for step in answer["steps"] if "VIEW" in step["statement"])["rollback"])

    def test_python_files_parse(self):
        self.plan(self.CHANGE, "--prove", "none", "--write", "alembic", "--into", "versions", "--after", "abc123")
        texts = [path.read_text() for path in sorted((self.folder / "versions").rglob("*.py"))]
        for text in texts:
            compile(text, "revision", "exec")
        self.assertIn('down_revision = "abc123"', texts[0])

    def test_what_does_not_run(self):
        self.write("db/002_change.sql", "alter table nothing add column x int;\n")
        done = assay("migrate", "plan", "db/002_change.sql", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn('db/002_change.sql:1:1: fails as it is written, at the schema before it: relation "nothing" does not exist', done.stderr)

    def test_words_that_are_wrong(self):
        for words, said in ((("--lock-timeout", "soon"), "expected a time from 1ms to 60s"), (("--batch", "0"), "expected a number from 1 to 1000000"), (("--explain", "alter-tipe"), "did you mean 'alter-type'")):
            done = assay("migrate", "plan", "db", *words, cwd=self.folder)
            self.assertEqual(done.returncode, 2)
            self.assertIn(said, done.stderr)


@unittest.skipUnless(os.environ.get("ASSAY_CORPUS"), "needs ASSAY_CORPUS")
class Corpus(unittest.TestCase):
    def findings(self, name):
        done = assay("migrate", "lint", "--prove", "none", "--format", "json", str(pathlib.Path(os.environ["ASSAY_CORPUS"]) / "migrations" / name))
        return json.loads(done.stdout)

    def test_templated_files_are_read(self):
        self.assertEqual(self.findings("supabase-auth")["unread"], [])

    def test_at_most_one_finding_a_file_in_the_median(self):
        root = pathlib.Path(os.environ["ASSAY_CORPUS"]) / "migrations/documenso-prisma"
        files = [str(path) for path in sorted(root.glob("*/migration.sql"))]
        places = [finding["location"]["file"] for finding in self.findings("documenso-prisma")["findings"]]
        self.assertLessEqual(sorted(places.count(file) for file in files)[len(files) // 2], 1)


if __name__ == "__main__":
    main()
