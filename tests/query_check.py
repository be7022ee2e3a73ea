"""The query area as a person and a program run it. Usage: query_check.py PROGRAM ROOT"""
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from whole_program import ROOT, assay, main

PLAN = """Seq Scan on rental  (cost=0.00..14522.95 rows=9881 width=56) (actual time=0.018..61.379 rows=9907 loops=1)
  Filter: ((return_date IS NULL) AND (staff_id = 7))
  Rows Removed by Filter: 590093
Planning Time: 0.071 ms
Execution Time: 61.394 ms
"""


def explain(*words, text=PLAN):
    return assay("query", "explain", "--prove", "none", *words, text=text)


class Explain(unittest.TestCase):
    def test_standard_input_as_text(self):
        done = explain()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("standard input: 61.4 ms", done.stdout)
        self.assertIn("reads 600,000 rows", done.stdout)
        for line in done.stdout.splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_json_fits_its_schemas(self):
        answer = json.loads(explain("--format", "json").stdout)
        self.assertEqual(answer["plan"]["nodes"][0]["exclusive_ms"], 61.379)
        whole = {name: answer.pop(name) for name in ("plan",)}
        for schema, document in (("query_explain", whole), ("check", answer)):
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(document, file)
                file.flush()
                done = subprocess.run(["/usr/bin/python3", str(ROOT / "tests/schema_check.py"),
                                       str(ROOT / f"docs/schema/{schema}.schema.json"), file.name], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, schema + done.stdout + done.stderr)

    def test_a_page_that_needs_nothing_else(self):
        page = explain("--format", "html").stdout
        self.assertIn('href="#f1" title="reads 600,000 rows', page)
        self.assertIn('id="f1"', page)
        self.assertIn("61.4 ms", page)
        self.assertEqual(re.findall(r"""(?:src|href)=["'](?!#)[^"']*""", page), [])
        self.assertNotIn("http://", page)
        hostile = explain("--format", "html", text=PLAN.replace("rental ", '"<script>alert(1)</script>" ')).stdout
        self.assertNotIn("<script>alert", hostile)

    def test_plans_of_one_page_have_names_of_their_own(self):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name in ("a", "b"):
                files.append(f"{folder}/{name}.txt")
                pathlib.Path(files[-1]).write_text(DEPENDENT)
            page = assay("query", "explain", "--prove", "none", "--format", "html", *files).stdout
        ids = re.findall(r' id="([^"]*)"', page)
        self.assertEqual(len(ids), len(set(ids)))
        for target in re.findall(r'href="#([^"]*)"', page):
            self.assertIn(target, ids)

    def test_a_page_of_ten_thousand_nodes(self):
        leaf = "  ->  Seq Scan on t{0}  (cost=0.00..1.00 rows=1 width=4) (actual time=0.001..0.002 rows=1 loops=1)\n"
        plan = ("Append  (cost=0.00..99999.00 rows=10000 width=4) (actual time=0.010..40.000 rows=10000 loops=1)\n"
                + "".join(leaf.format(i) for i in range(10_000)) + "Execution Time: 41.0 ms\n")
        page = explain("--format", "html", text=plan).stdout
        self.assertIn("without 10,000 steps that cost next to nothing", page)
        self.assertLess(len(page), 12_000_000)

    def test_times_that_contradict_each_other_are_shown(self):
        plan = ("Limit  (cost=0.00..9.00 rows=1 width=4) (actual time=0.010..2.000 rows=1 loops=1)\n"
                "  ->  Seq Scan on t  (cost=0.00..9.00 rows=9 width=4) (actual time=0.010..5.000 rows=9 loops=1)\n"
                "Planning Time: 0.1 ms\nExecution Time: 5.1 ms\n")
        nodes = json.loads(explain("--format", "json", text=plan).stdout)["plan"]["nodes"]
        self.assertEqual([node.get("excess_ms") for node in nodes], [3.0, None])
        self.assertIn("the times below exceed its own by 3.00 ms", explain(text=plan).stdout)
        self.assertIn("the times below exceed its own by 3.00 ms", explain("--format", "html", text=plan).stdout)

    def test_exit_status(self):
        self.assertEqual(explain("--fail-on", "warning").returncode, 1)
        self.assertEqual(explain("--fail-on", "error").returncode, 0)

    def test_what_is_no_plan(self):
        done = explain(text="select 1;\n")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no plan found: expected a line such as", done.stderr)

    def test_a_cut_plan_says_so(self):
        done = explain(text=PLAN[:PLAN.index("Execution")])
        self.assertIn("not the whole plan", done.stdout)
        self.assertFalse(json.loads(explain("--format", "json", text=PLAN[:PLAN.index("Execution")]).stdout)["plan"]["complete"])

    def test_a_hostile_name_moves_no_cursor(self):
        done = explain(text=PLAN.replace("rental ", '"x\x1b[2J" '))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("\x1b", done.stdout)

    def test_plans_of_a_log(self):
        log = ("2026-11-24 10:00:00.000 UTC [7] LOG:  duration: 61.394 ms  plan:\n\tQuery Text: select * from rental where staff_id = 7\n\t"
               + "\n\t".join(PLAN.splitlines()[:3]) + "\n")
        with tempfile.NamedTemporaryFile("w", suffix=".log") as file:
            file.write(log)
            file.flush()
            answer = json.loads(explain(file.name, "--format", "json", text="").stdout)
        self.assertEqual(answer["plan"]["nodes"][0]["exclusive_ms"], 61.379)
        self.assertEqual(answer["plan"]["statement"], "select * from rental where staff_id = $1")
        self.assertEqual([f["rule"] for f in answer["findings"]], ["query/filter-discards"])

    def test_ten_thousand_nodes(self):
        leaf = "  ->  Seq Scan on t{0}  (cost=0.00..1.00 rows=1 width=4) (actual time=0.001..0.002 rows=1 loops=1)\n"
        plan = ("Append  (cost=0.00..99999.00 rows=10000 width=4) (actual time=0.010..40.000 rows=10000 loops=1)\n"
                + "".join(leaf.format(i) for i in range(10_000)) + "Planning Time: 9.0 ms\nExecution Time: 41.0 ms\n")
        answer = json.loads(explain("--format", "json", text=plan).stdout)
        self.assertEqual(len(answer["plan"]["nodes"]), 10_001)
        self.assertAlmostEqual(answer["plan"]["nodes"][0]["exclusive_ms"], 20.0, places=3)


BASE = """create table rental (id int primary key, staff_id int not null, city text not null, zip text not null, note text not null);
create table customer (id int primary key, city text not null);
"""
ROWS = """insert into rental select g, g % 600, 'c' || g % 40, 'z' || g % 40, md5(g::text) from generate_series(1, 60000) g;
insert into customer select g, 'c' || g from generate_series(1, 3000) g;
"""
DISCARDS = """Seq Scan on rental  (cost=0.00..1422.95 rows=100 width=56) (actual time=0.018..6.379 rows=100 loops=1)
  Filter: (staff_id = 7)
  Rows Removed by Filter: 59900
Planning Time: 0.071 ms
Execution Time: 6.394 ms
"""
DEPENDENT = """Nested Loop  (cost=0.29..13355.05 rows=37 width=173) (actual time=0.012..30.926 rows=1500 loops=1)
  ->  Seq Scan on rental r  (cost=0.00..1572.00 rows=37 width=107) (actual time=0.008..27.381 rows=1500 loops=1)
        Filter: ((city = 'c7'::text) AND (zip = 'z7'::text))
        Rows Removed by Filter: 58500
  ->  Index Scan using customer_pkey on customer c  (cost=0.29..8.30 rows=1 width=66) (actual time=0.001..0.001 rows=1 loops=1500)
        Index Cond: (id = r.id)
Planning Time: 0.281 ms
Execution Time: 31.054 ms
"""
SPILLED = """Sort  (cost=118221.78..119221.78 rows=60000 width=107) (actual time=31.669..81.303 rows=60000 loops=1)
  Sort Key: note
  Sort Method: external merge  Disk: 4144kB
  ->  Seq Scan on rental  (cost=0.00..1272.00 rows=60000 width=107) (actual time=0.004..4.910 rows=60000 loops=1)
Planning Time: 0.186 ms
Execution Time: 91.205 ms
"""


class Provers(unittest.TestCase):
    """What a plan's finding is shown by, in a lab with the plan's database."""

    def findings(self, plan, base):
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(base)
            file.flush()
            done = assay("query", "explain", "--prove", "all", "--format", "json", *(("--base", file.name) if base else ()), text=plan)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return {finding["rule"]: finding for finding in json.loads(done.stdout)["findings"]}

    def test_an_index_for_a_filter(self):
        finding = self.findings(DISCARDS, BASE + ROWS)["query/filter-discards"]
        self.assertEqual(finding["proof_state"], "proven", finding)
        self.assertIn("CREATE INDEX ON public.rental (staff_id)", finding["proof"]["after"])
        self.assertEqual(finding["fix"]["statement"], "CREATE INDEX CONCURRENTLY rental_staff_id_idx ON public.rental (staff_id);")
        self.assertEqual(finding["fix"]["safety"], "unsafe")
        self.assertEqual(finding["fix"]["proof"], finding["proof"])

    def test_what_was_found_to_help_is_written_into_the_base(self):
        with tempfile.TemporaryDirectory() as folder:
            plan, base = pathlib.Path(folder, "plan.txt"), pathlib.Path(folder, "migrations")
            base.mkdir()
            plan.write_text(DISCARDS)
            (base / "V1__start.sql").write_text(BASE + ROWS)
            key = json.loads(assay("query", "explain", "--prove", "none", "--format", "json", str(plan)).stdout)["findings"][0]["key"]
            refused = assay("fix", key, str(plan))
            self.assertEqual(refused.returncode, 2, refused.stdout)
            shown = assay("fix", key, str(plan), "--base", str(base), "--prove", "all", "--dry-run")
            self.assertIn("+CREATE INDEX CONCURRENTLY rental_staff_id_idx ON public.rental (staff_id);", shown.stdout)
            self.assertEqual(len(list(base.iterdir())), 1)
            done = assay("fix", key, str(plan), "--base", str(base), "--prove", "all")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("take the plan again", done.stdout)
            (written,) = [file for file in base.iterdir() if file.name != "V1__start.sql"]
            self.assertTrue(written.name.startswith("V2__filter_discards"))
            self.assertIn("CREATE INDEX CONCURRENTLY rental_staff_id_idx", written.read_text())
            self.assertEqual(plan.read_text(), DISCARDS)

    def test_more_memory_than_the_plan_told_is_found(self):
        plan = SPILLED.replace("Disk: 4144kB", "Disk: 1200kB")
        finding = self.findings(plan, BASE + ROWS)["query/sort-spill"]
        self.assertEqual(finding["proof_state"], "proven", finding)
        self.assertIn("all in memory", finding["fix"]["proof"]["after"])

    def test_an_index_for_each_side_of_an_or(self):
        finding = self.findings(DISCARDS.replace("(staff_id = 7)", "((staff_id = 7) OR (note = 'x'::text))"), BASE + ROWS)["query/or-across-columns"]
        self.assertEqual(finding["proof_state"], "proven", finding)
        for column in ("staff_id", "note"):
            self.assertIn(f"CREATE INDEX ON public.rental ({column})", finding["proof"]["after"])

    def test_an_index_for_the_first_rows_of_an_order(self):
        plan = ("Limit  (cost=3915.86..3915.88 rows=10 width=107) (actual time=15.377..15.380 rows=10 loops=1)\n"
                "  ->  Sort  (cost=3915.86..4015.86 rows=60000 width=107) (actual time=15.375..15.377 rows=10 loops=1)\n"
                "        Sort Key: staff_id DESC, id\n        Sort Method: top-N heapsort  Memory: 29kB\n"
                "        ->  Seq Scan on rental  (cost=0.00..1272.00 rows=60000 width=107) (actual time=0.005..5.070 rows=60000 loops=1)\n"
                "Planning Time: 0.057 ms\nExecution Time: 15.398 ms\n")
        finding = self.findings(plan, BASE + ROWS)["query/top-n-sort"]
        self.assertEqual(finding["proof_state"], "proven", finding)
        # Read from its end.
        self.assertIn("CREATE INDEX ON public.rental (staff_id, id DESC)", finding["proof"]["after"])

    def test_an_index_that_does_not_help_refutes(self):
        plan = DISCARDS.replace("(staff_id = 7)", "(staff_id > 7)")
        self.assertNotIn("query/filter-discards", self.findings(plan, BASE + ROWS))

    def test_what_is_missing_is_said(self):
        finding = self.findings(DISCARDS, "")["query/filter-discards"]
        self.assertEqual(finding["proof_state"], "untried: needs the database: --base FILE|FOLDER|postgres://…")
        finding = self.findings(DISCARDS, BASE)["query/filter-discards"]
        self.assertIn("needs as many rows as the plan read, 60000; public.rental has 0 in the base", finding["proof_state"])
        finding = self.findings(DISCARDS, "create table other (a int);")["query/filter-discards"]
        self.assertEqual(finding["proof_state"], "untried: needs the table rental in the base")
        finding = self.findings(DISCARDS.replace("= 7", "= $1"), BASE + ROWS)["query/filter-discards"]
        self.assertIn("needs the values that the condition compares with", finding["proof_state"])

    def test_statistics_of_dependent_columns(self):
        finding = self.findings(DEPENDENT, BASE + ROWS)["query/extended-statistics"]
        self.assertEqual(finding["proof_state"], "proven", finding)
        self.assertIsNotNone(finding["fix"]["proof"])
        self.assertTrue(finding["fix"]["statement"].startswith("CREATE STATISTICS rental_city_zip (dependencies) ON city, zip FROM rental;"))

    def test_replay_does_it_again(self):
        with tempfile.TemporaryDirectory() as folder:
            plan, base = pathlib.Path(folder, "plan.txt"), pathlib.Path(folder, "base.sql")
            plan.write_text(DISCARDS)
            base.write_text(BASE + ROWS)
            key = json.loads(assay("query", "explain", "--prove", "none", "--format", "json", str(plan)).stdout)["findings"][0]["key"]
            done = assay("replay", key, str(plan), "--base", str(base))
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("CREATE INDEX ON public.rental (staff_id);", done.stdout)

    def test_memory_for_a_sort(self):
        finding = self.findings(SPILLED, BASE + ROWS)["query/sort-spill"]
        self.assertEqual(finding["proof_state"], "proven", finding)
        self.assertIn("temporary files", finding["fix"]["proof"]["before"])
        self.assertIn("all in memory", finding["fix"]["proof"]["after"])
        few = ROWS.replace("60000", "9000")
        self.assertIn("fit into 4MB", self.findings(SPILLED, BASE + few)["query/sort-spill"]["proof_state"])


    def test_memory_for_groups_of_a_statement_that_is_known(self):
        plan = json.dumps([{
            "Query Text": "select note, count(*) from rental group by note",
            "Plan": {"Node Type": "Aggregate", "Strategy": "Hashed", "Partial Mode": "Simple", "Startup Cost": 1.0, "Total Cost": 9000.0, "Plan Rows": 60000,
                     "Plan Width": 41, "Actual Startup Time": 50.0, "Actual Total Time": 90.0, "Actual Rows": 60000, "Actual Loops": 1,
                     "HashAgg Batches": 5, "Peak Memory Usage": 1100, "Disk Usage": 4000,
                     "Plans": [{"Node Type": "Seq Scan", "Parent Relationship": "Outer", "Relation Name": "rental", "Alias": "rental", "Startup Cost": 0.0,
                                "Total Cost": 1272.0, "Plan Rows": 60000, "Plan Width": 33, "Actual Startup Time": 0.1, "Actual Total Time": 9.0,
                                "Actual Rows": 60000, "Actual Loops": 1}]},
            "Settings": {"work_mem": "512kB", "enable_sort": "off"}, "Execution Time": 95.0}])
        finding = self.findings(plan, BASE + ROWS)["query/aggregate-spill"]
        self.assertEqual(finding["proof_state"], "proven", finding)
        self.assertIn("all in memory", finding["fix"]["proof"]["after"])


    def test_an_index_for_a_join_in_its_whole_statement(self):
        scan = {"Startup Cost": 0.0, "Plan Width": 33, "Actual Startup Time": 0.1, "Actual Loops": 1}
        plan = [{
            "Query Text": "select r.note from rental r join customer c on c.id = r.staff_id where c.city = 'c7'",
            "Plan": {"Node Type": "Hash Join", "Join Type": "Inner", "Hash Cond": "(r.staff_id = c.id)", **scan, "Total Cost": 9000.0, "Plan Rows": 100,
                     "Actual Total Time": 90.0, "Actual Rows": 100,
                     "Plans": [{"Node Type": "Seq Scan", "Parent Relationship": "Outer", "Relation Name": "rental", "Alias": "r", **scan, "Total Cost": 1272.0,
                                "Plan Rows": 60000, "Actual Total Time": 49.0, "Actual Rows": 60000},
                               {"Node Type": "Hash", "Parent Relationship": "Inner", **scan, "Total Cost": 50.0, "Plan Rows": 1, "Actual Total Time": 1.0,
                                "Actual Rows": 1,
                                "Plans": [{"Node Type": "Seq Scan", "Parent Relationship": "Outer", "Relation Name": "customer", "Alias": "c", **scan,
                                           "Filter": "(city = 'c7'::text)", "Total Cost": 49.0, "Plan Rows": 1, "Actual Total Time": 0.9, "Actual Rows": 1}]}]},
            "Execution Time": 95.0}]
        finding = self.findings(json.dumps(plan), BASE + ROWS)["query/join-reads-all"]
        self.assertEqual(finding["proof_state"], "proven", finding)
        self.assertIn("ran the statement", finding["proof"]["method"])
        self.assertIn("CREATE INDEX ON public.rental (staff_id)", finding["proof"]["after"])
        del plan[0]["Query Text"]
        finding = self.findings(json.dumps(plan), BASE + ROWS)["query/join-reads-all"]
        self.assertEqual(finding["proof_state"], "untried: needs the plan's statement with its values (Query Text)")


class Lint(unittest.TestCase):
    def lint(self, sql, *words):
        return assay("query", "lint", "--prove", "none", *words, text=sql)

    def test_places(self):
        done = self.lint("select 1;\n\n  select id\n  from t where a = null;\n", "--format", "json")
        self.assertEqual(done.returncode, 1, done.stderr)
        (finding,) = json.loads(done.stdout)["findings"]
        self.assertEqual(finding["rule"], "query/null-comparison")
        self.assertEqual((finding["location"]["line"], finding["location"]["column"]), (4, 18))

    def test_calls_of_a_log_with_their_values(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder, "postgresql.log")
            log.write_text("".join(f"2026-01-01 00:00:0{i}.000 UTC [7] LOG:  duration: 9.5 ms  execute <unnamed>: {text}\n"
                                   f"2026-01-01 00:00:0{i}.000 UTC [7] DETAIL:  parameters: $1 = '{value}'\n"
                                   for i, (text, value) in enumerate((("select id from t where note like $1", "%secret%"), ("select id from u where note like $1", "begins%")))))
            done = assay("query", "lint", "--format", "json", str(log))
        found = [(each["rule"], each["object"], each["location"]["line"]) for each in json.loads(done.stdout)["findings"]]
        self.assertEqual(found, [("query/like-leading-wildcard", "LIKE $1 in select id from t where note like $1", 1)])
        self.assertNotIn("secret", done.stdout)

    def test_a_statement_that_cannot_be_read_is_named_and_the_rest_goes_on(self):
        answer = json.loads(self.lint("selec 1;\ndelete from t;\n", "--format", "json").stdout)
        self.assertIn("line 1, column 1: syntax error", answer["unread"][0]["reason"])
        self.assertEqual([f["rule"] for f in answer["findings"]], ["query/write-without-where"])

    def test_strings_are_not_sql(self):
        done = self.lint("select id from t where note = 'a = null, select * from x order by random()' order by id;")
        self.assertIn("Nothing wrong was found", done.stdout)


class Commands(unittest.TestCase):
    def test_help_and_suggestions(self):
        self.assertIn("query", assay("--help").stdout)
        self.assertIn("Example", assay("query", "explain", "--help").stdout)
        self.assertIn("did you mean 'explain'", assay("query", "explan").stderr)
        self.assertEqual(assay("query").returncode, 2)

    def test_completion(self):
        for shell in ("bash", "zsh", "fish"):
            self.assertIn("explain", assay("completion", shell).stdout)
        self.assertEqual(subprocess.run(["bash", "-n"], input=assay("completion", "bash").stdout, text=True).returncode, 0)


if __name__ == "__main__":
    main()
