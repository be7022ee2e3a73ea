"""End to end: the program as a person and a CI job run it. Usage: end_to_end.py PROGRAM ROOT [TEST…]"""

import json
import subprocess

from whole_program import GOOD, INDEXED, ROOT, Folder, assay, main


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
        for command in ("check", "fix", "replay", "rules", "explain", "map", "sql", "doctor", "init", "test-rules", "completion", "version"):
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

    def test_keys_know_no_path(self):
        self.write("db/a.sql", "create table a (id integer primary key);\ncreate table b (x integer default 'q');\n")
        keys = [{f["key"] for f in self.findings(source)} for source in ("db/a.sql", "./db", str(self.folder), str(self.folder / "db/a.sql"))]
        self.assertTrue(any(key.startswith("postgres/statement-fails@") for key in keys[0]), keys[0])
        self.assertEqual(keys, [keys[0]] * len(keys))

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
        self.write("assay.toml", "[# where a name should stand")
        done = self.check("a.sql")
        self.assertEqual(done.returncode, 2)
        self.assertIn("assay.toml: expected a key", done.stderr)

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
    main()
