"""assay query rewrite against rewrites that are wrong. Usage: query_rewrite_check.py PROGRAM ROOT

tests/data/rewrite holds a schema with traps, pairs of statements that answer the same (right.sql), pairs that do not
(wrong.sql), and mutants of the right ones that are known to answer the same after all (equal_mutants.txt, reviewed by
hand). Every other mutant must be refused.
"""

import json
import pathlib
import re
import statistics
import tempfile
import unittest

import jsonschema

from whole_program import ROOT, Folder, assay, main

DATA = ROOT / "tests/data/rewrite"
SCHEMA = str(DATA / "schema.sql")

# What people get wrong: (name, pattern, replacement). Each place that matches gives a mutant of its own.
MUTATIONS = [
    ("< to <=", r" < ", " <= "), ("<= to <", r" <= ", " < "), ("> to >=", r" > ", " >= "), (">= to >", r" >= ", " > "),
    ("= to <>", r"(?<=where) (\w[\w.]*) = ", r" \1 <> "),
    ("or to and", r" or ", " and "), ("and dropped", r" and [\w.]+ (?:=|<>|<=|>=|<|>) (?:'[^']*'|\d+)(?= |;|\)|$)", ""),
    ("left join to join", r"left join", "join"), ("join to left join", r"(?<!left )(?<!cross )join", "left join"),
    ("distinct dropped", r"distinct (?!on|from)", ""), ("distinct added", r"^select (?=(?:v\.)?(?:page|seconds|customer_id)\b)", "select distinct "),
    ("union all to union", r"union all", "union"), ("union to union all", r"union(?! all)", "union all"),
    ("not exists to exists", r"not exists", "exists"), ("exists to not exists", r"(?<!not )exists", "not exists"),
    ("is not true dropped", r"\(([^()]*)\) is not true", r"not (\1)"), ("null test dropped", r" (?:and|or) [\w.]+ is (?:not )?null", ""),
    ("is null turned", r" is null", " is not null"), ("is not null turned", r" is not null", " is null"),
    ("coalesce dropped", r"coalesce\(([\w.]+), 0\)", r"\1"), ("max to min", r"max\(", "min("), ("min to max", r"min\(", "max("),
    ("avg to max", r"avg\(", "max("), ("count(*) to count(1 column)", r"count\(\*\) as n from orders", "count(sales_person_id) as n from orders"),
    ("desc dropped", r" desc", ""), ("descending", r"(order by [\w.]+)(?! desc)(?=[ ,)])", r"\1 desc"), ("tie breaker dropped", r"(order by [\w.]+(?: desc)?), id(?: desc)?(?=[ )])", r"\1"),
    ("limit one more", r"limit (\d+)", lambda m: f"limit {int(m[1]) + 1}"), ("offset one more", r"offset (\d+)", lambda m: f"offset {int(m[1]) + 1}"),
    ("number one more", r"(?<=[=<>] )(\d+)(?=[ ;)]|$)", lambda m: str(int(m[1]) + 1)),
    ("day later", r"'(\d{4}-\d\d)-01'", r"'\1-02'"), ("zone of the server", r" at time zone 'UTC'", ""), ("pinned to UTC", r"timestamptz '(\d{4}-\d\d-\d\d)'", r"timestamptz '\1 00:00+00'"),
    ("case of a constant", r"'(paid|web|red|Bonn|DE|ABC)'", lambda m: f"'{m[1].swapcase() if m[1] != 'paid' else 'sent'}'"),
    ("like to wildcard", r"like '([^']*)%'", r"like '%\1%'"), ("escape dropped", r"\\_", "_"),
    ("group by dropped key", r"group by customer_id", "group by customer_id, total"), ("partition dropped", r"partition by \w+", ""),
    ("where dropped", r" where (?:(?! group| order| limit| union|\)).)*(?=$| group| order| limit| union)", ""),
    ("in to not in", r"(?<!not )\bin \(", "not in ("),
    ("value in a list dropped", r"in \('([^']*)', ", "in ("),
    ("contained the other way", r"@>", "<@"),
]


def pairs(path):
    """(original, rewritten) of a file: statements by twos, each on a line."""
    lines = [line.rstrip(";\n") for line in path.read_text().splitlines() if line and not line.startswith("--")]
    return list(zip(lines[::2], lines[1::2]))


def mutants(original, rewritten):
    for name, pattern, replacement in MUTATIONS:
        for match in re.finditer(pattern, rewritten):
            changed = rewritten[:match.start()] + (replacement(match) if callable(replacement) else match.expand(replacement)) + rewritten[match.end():]
            if changed not in (original, rewritten):
                yield name, changed


def check(made):
    """What the program says of pairs of statements."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write("".join(f"{original};\n{rewritten};\n" for original, rewritten in made))
        file.flush()
        done = assay("query", "rewrite", "--check", file.name, "--base", SCHEMA, "--format", "json", timeout=600)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["checks"]


def seconds(checks):
    all_seconds = [each["seconds"] for each in checks]
    return f"{statistics.median(all_seconds):.2f} s in the middle, {max(all_seconds):.2f} s at most"


class Equivalence(unittest.TestCase):
    def test_right_ones_are_proven(self):
        checks = check(pairs(DATA / "right.sql"))
        proven = [each for each in checks if each["verdict"] == "equal"]
        print(f"\nright rewrites: {len(proven)} of {len(checks)} proven, {seconds(checks)}")
        self.assertGreaterEqual(len(checks), 60)
        self.assertGreaterEqual(len(proven), 0.95 * len(checks), [each["original"] for each in checks if each not in proven])
        for each in proven:
            self.assertIn("small databases", each["proof"]["method"])
        self.assertLess(statistics.median(each["seconds"] for each in checks), 2)

    def test_wrong_ones_are_refused(self):
        checks = check(pairs(DATA / "wrong.sql"))
        print(f"\nwrong rewrites by hand: {len(checks)}, {seconds(checks)}")
        self.assertEqual([each["rewritten"] for each in checks if each["verdict"] == "equal"], [])

    def test_mutants_are_refused(self):
        known = set(line for line in (DATA / "equal_mutants.txt").read_text().splitlines() if line and not line.startswith("#"))
        # Of rewrites that are right, and of the questions themselves.
        questions = sorted({original for name in ("right.sql", "wrong.sql") for original, _ in pairs(DATA / name)})
        made = [(original, changed) for original, rewritten in pairs(DATA / "right.sql") for _, changed in mutants(original, rewritten)]
        made += [(question, changed) for question in questions for _, changed in mutants(question, question)]
        made = list(dict.fromkeys(made))
        checks = check(made)
        refused = [each for each in checks if each["verdict"] != "equal"]
        accepted = [f'{each["original"]} => {each["rewritten"]}' for each in checks if each["verdict"] == "equal"]
        shown = sum(each["counterexample"] is not None for each in refused)
        print(f"\nmutants: {len(checks)}, {len(refused)} refused ({shown} with a counterexample), {len(accepted)} equal after all, {seconds(checks)}")
        self.assertGreaterEqual(len(refused), 200)
        self.assertEqual([each for each in accepted if each not in known], [])


def rewrite(*words, text=None):
    return assay("query", "rewrite", *words, "--base", SCHEMA, text=text, timeout=600)


class Pages(unittest.TestCase):
    """The example of each rewrite's page: before becomes after, and is proven."""

    PAGE = re.compile(r"```sql before\n(.*?)\n```\n```sql after\n(.*?)\n```", re.S)

    def test_examples(self):
        folder = ROOT / "src/domain/query/advise/rewrites"
        names = [line.split()[0] for line in assay("query", "rewrite", "--explain", "list").stdout.splitlines()]
        self.assertGreaterEqual(len(names), 20)
        self.assertEqual(sorted(name.replace("-", "_") for name in names), sorted(path.stem for path in folder.glob("*.md")))
        examples = {name: self.PAGE.search((folder / f"{name.replace('-', '_')}.md").read_text()) for name in names}
        done = rewrite("-", "--all", "--format", "json", text="".join(f"{found[1]};\n" for found in examples.values()))
        answer = json.loads(done.stdout)
        jsonschema.validate(answer, json.loads((ROOT / "docs/schema/query_rewrite.schema.json").read_text()))
        made = {(each["rule"], each["original"]): each for each in answer["rewrites"]}
        for name, found in examples.items():
            with self.subTest(name):
                each = made[name, found[1]]
                self.assertEqual(each["rewritten"], found[2])
                self.assertEqual(each["verdict"], "equal", each["reason"])
                self.assertIsNotNone(each["cost"])
        recommended = sum(each["state"] == "recommended" for each in made.values())
        print(f"\nexamples: {len(made)} rewrites tried, {recommended} recommended, {seconds(answer['statements'])}")
        self.assertGreaterEqual(recommended, 15)

    def test_a_page_is_shown(self):
        self.assertIn("## Traps", assay("query", "rewrite", "--explain", "time-range").stdout)
        self.assertIn("did you mean 'time-range'", assay("query", "rewrite", "--explain", "time-rang").stderr)


class Command(Folder):
    def test_json_fits_its_schema(self):
        schema = json.loads((ROOT / "docs/schema/query_rewrite.schema.json").read_text())
        wrong = rewrite("--check", "select id from customers", "select id from customers where city = 'Bonn'", "--format", "json")
        answer = json.loads(wrong.stdout)
        jsonschema.validate(answer, schema)
        self.assertEqual(wrong.returncode, 1)
        (table,) = answer["checks"][0]["counterexample"]["tables"]
        self.assertEqual((table["name"], len(table["rows"])), ("customers", 1))

    def test_text_fits_a_terminal(self):
        done = rewrite("--all", "-", text="select c.id, (select count(*) from orders o where o.customer_id = c.id) as n from customers c;\n"
                       "select p.id from products p where p.id not in (select l.product_id from lines l);\nupdate orders set total = 0;\n")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("proven: the same rows in", done.stdout)
        self.assertIn("not tried: not a SELECT", done.stdout)
        for line in done.stdout.splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_a_statement_that_cannot_run_is_named_and_the_rest_goes_on(self):
        answer = json.loads(rewrite("-", "--format", "json", text="select nothing from nowhere where not (1 = 2 or 3 = 3);\nselect distinct email from customers;\n").stdout)
        self.assertEqual([each["rule"] for each in answer["rewrites"]], ["redundant-distinct"])

    def test_what_is_volatile_or_writes_is_not_compared(self):
        for statement in ("select id from customers where random() < 0.5", "select id from customers for update"):
            answer = json.loads(rewrite("--check", statement, statement, "--format", "json").stdout)
            self.assertEqual(answer["checks"][0]["verdict"], "undetermined", statement)

    def test_rows_of_the_base_are_compared_and_timed(self):
        base = self.write("shop.sql", pathlib.Path(SCHEMA).read_text() + "insert into customers (id, email, made) select i, 'e' || i, now() from generate_series(1, 2000) i;\n"
                          "insert into orders (id, customer_id, state, total, placed) select i, 1 + i % 2000, 'paid', i, now() from generate_series(1, 6000) i;\n")
        done = assay("query", "rewrite", "select o.id, o.total from orders o join customers c on c.id = o.customer_id", "--base", base, "--format", "json", timeout=300)
        (found,) = json.loads(done.stdout)["rewrites"]
        self.assertEqual((found["rule"], found["data_rows"], found["cost"]["basis"]), ("join-elimination", 6000, "the lab's rows"))
        self.assertGreater(found["cost"]["ms_before"], found["cost"]["ms_after"])

    def test_parameters_are_tried_and_planned(self):
        answer = json.loads(rewrite("select id from orders where customer_id = $1 and date_trunc('month', placed) = '2024-03-01'", "--format", "json").stdout)
        (found,) = [each for each in answer["rewrites"] if each["rule"] == "time-range"]
        self.assertIn("planned without the parameters' values", found["cost"]["basis"])
        self.assertLess(found["cost"]["after"], found["cost"]["before"])
        self.assertIsNone(found["cost"]["ms_before"])

    def test_values_of_a_log_and_usual_ones_are_planned_beside_the_generic_plan(self):
        rows = self.write("shop.sql", pathlib.Path(SCHEMA).read_text() + "insert into customers (id, email, made) select i, 'e' || i, now() from generate_series(1, 2000) i;\n"
                          "insert into orders (id, customer_id, state, total, placed) select i, 1 + i % 2000, 'paid', i, timestamptz '2024-01-01' + i * interval '1 hour' "
                          "from generate_series(1, 6000) i;\n")
        statement = "select o.id, o.total from orders o join customers c on c.id = o.customer_id where o.id < $1"
        log = self.write("postgresql.log", "".join(
            f"2026-01-01 00:00:0{i}.000 UTC [7] LOG:  duration: 9.5 ms  execute S_1: {statement}\n2026-01-01 00:00:0{i}.000 UTC [7] DETAIL:  parameters: $1 = '4000'\n" for i in range(3)))
        for source, note in ((log, False), (statement, True)):
            done = assay("query", "rewrite", source, "--base", rows, "--format", "json", timeout=300)
            answer = json.loads(done.stdout)
            (found,) = answer["rewrites"]
            self.assertEqual((found["rule"], found["original"]), ("join-elimination", statement))
            self.assertIn("$1", found["rewritten"])
            self.assertEqual(found["cost"]["basis"], "the lab's rows")
            self.assertIsNotNone(found["cost"]["ms_before"])
            self.assertLess(found["cost"]["generic_after"], found["cost"]["generic_before"])
            self.assertEqual(any("usual" in each for each in answer["statements"][0]["notes"]), note)

    def test_usage(self):
        self.assertIn("--base names the database", assay("query", "rewrite", "select 1").stderr)
        self.assertIn("in pairs", rewrite("--check", "select 1").stderr)
        self.assertEqual(rewrite("no-such-file.sql").returncode, 2)


if __name__ == "__main__":
    main()
