"""assay query index and snapshot, on files and on a live server. Usage: query_index_check.py PROGRAM ROOT

Costs are reproduced by hand with HypoPG on a server of its own; what needs that server is skipped where Debian's HypoPG is not installed.
"""
import json
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import time
import unittest

import jsonschema

import live_check
from whole_program import PROGRAM, ROOT, Folder, assay, main

DEBIAN = pathlib.Path("/usr/lib/postgresql/15")
SHARE = pathlib.Path("/usr/share/postgresql/15")
HAS_HYPOPG = (SHARE / "extension/hypopg.control").exists()

BASE = """
create table customers (id int primary key, email text not null, city text, doc jsonb not null, tags text[] not null, note text);
create table orders (id int primary key, customer_id int not null references customers, made timestamptz not null, state text not null,
  total numeric(12,2) not null);
create index orders_made on orders (made);
create index orders_made_state on orders (made, state);
create index orders_total on orders (total);
insert into customers select i, 'u' || i || '@example.com', 'city ' || i % 300, jsonb_build_object('a', i % 500, 'b', i), array['t' || i % 90],
  repeat('x', i % 60) || i from generate_series(1, 12000) i;
insert into orders select i, 1 + i * 7919 % 12000, timestamptz '2024-01-01' + i * interval '9 minutes', case when i % 60 = 0 then 'open' else 'done' end,
  (i % 9000) / 3.0 from generate_series(1, 25000) i;
"""
QUERIES = [
    "select * from orders where customer_id = 77",
    "select count(*) from orders where state = 'open' and total > 2000",
    "select c.city, sum(o.total) from customers c join orders o on o.customer_id = c.id where c.city = 'city 7' group by c.city",
    "select id from orders where customer_id = 78 order by made desc, id limit 5",
    "update orders set state = 'done' where id = 7",
    "insert into orders values (1000000, 5, now(), 'open', 4)",
    "delete from customers where id = 12001",
]
INVERTED = [
    "select id from customers where doc @> '{\"a\": 5}'",
    "select id from customers where tags @> array['t5']",
    "select id from customers where note like '%xx777%'",
    "select id from customers where lower(email) = 'u77@example.com'",
]


def script(queries):
    return ";\n".join(queries) + ";\n"


class Advice(Folder):
    def setUp(self):
        super().setUp()
        self.base = self.write("base.sql", BASE)
        self.workload = self.write("workload.sql", script(QUERIES))

    def advise(self, *words, base=None, workload=None, status=1):
        done = assay("query", "index", "--base", base or self.base, "--workload", workload or self.workload, "--format", "json", *words,
                     cwd=self.folder, timeout=300)
        self.assertEqual(done.returncode, status, done.stderr)
        advice = json.loads(done.stdout)
        jsonschema.validate(advice, json.loads((ROOT / "docs/schema/query_index.schema.json").read_text()))
        return advice

    def refused(self, *words):
        done = assay("query", "index", *words, cwd=self.folder, timeout=300)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertEqual(done.stdout, "")
        return done.stderr


class OnFiles(Advice):
    def test_what_serves_the_workload(self):
        advice = self.advise()
        tables = {(index["table"], index["keys"][0]) for index in advice["indexes"]}
        self.assertIn(("public.orders", "customer_id"), tables)
        self.assertLess(advice["cost_after"], 0.6 * advice["cost_before"])
        self.assertTrue(advice["complete"])
        names = {query["query"]: query for query in advice["queries"]}
        asked = [name for name in names if name.startswith("foreign key orders_customer_id_fkey of public.orders, asked by: delete from customers")]
        self.assertEqual(len(asked), 1, names)
        self.assertLess(names[asked[0]]["cost_after"], names[asked[0]]["cost_before"] / 5)
        whole = sum(query["calls"] * query["cost_before"] for query in advice["queries"])
        self.assertAlmostEqual(whole, advice["cost_before"], delta=1e-6 * whole)
        after = sum(query["calls"] * query["cost_after"] for query in advice["queries"]) + sum(index["upkeep"] for index in advice["indexes"])
        self.assertAlmostEqual(after, advice["cost_after"], delta=1e-6 * whole)

    def test_statements_are_run_both_ways_and_buffers_counted(self):
        advice = self.advise("--repeat", "3")
        (measured,) = [served["measured"] for index in advice["indexes"] for served in index["serves"] if served["query"].startswith("select * from orders")]
        self.assertEqual(measured["runs"], 3)
        self.assertLess(measured["blocks_after"], measured["blocks_before"] / 10)
        for spread in (measured["ms_before"], measured["ms_after"]):
            self.assertLessEqual(spread["least"], spread["median"])
            self.assertLessEqual(spread["median"], spread["most"])
        slowed = [slowed for index in advice["indexes"] for slowed in index["slows"] if slowed["query"].startswith("insert into orders")]
        self.assertTrue(slowed)
        self.assertTrue(all(each["cost"] > 0 and each["measured"]["runs"] == 3 for each in slowed))
        for index in self.advise("--repeat", "0")["indexes"]:
            self.assertTrue(all(served["measured"] is None for served in index["serves"]))

    def test_sizes_are_those_that_were_built(self):
        for index in self.advise()["indexes"]:
            self.assertEqual(index["size_bytes"] % 8192, 0)

    def test_kinds_that_hypopg_lacks_are_built(self):
        workload = self.write("inverted.sql", script(INVERTED))
        advice = self.advise(workload=workload)
        made = {index["keys"][0]: index for index in advice["indexes"]}
        self.assertEqual(made["doc jsonb_path_ops"]["method"], "gin")
        self.assertEqual(made["doc jsonb_path_ops"]["how"], "built")
        self.assertEqual(made["tags"]["method"], "gin")
        self.assertIn("note public.gin_trgm_ops", made)
        self.assertEqual(made["(lower(email))"]["how"], "hypothetical")
        for index in made.values():
            for served in index["serves"]:
                self.assertLess(served["cost_after"], served["cost_before"])
        self.assertIn("indexes of trigrams need: CREATE EXTENSION pg_trgm", advice["notes"])

    def test_what_is_anothers_first_keys_goes_and_what_is_only_unused_does_not(self):
        advice = self.advise()
        self.assertEqual([drop["index"] for drop in advice["drops"]], ["public.orders_made"])
        self.assertIn("first of public.orders_made_state", advice["drops"][0]["reason"])
        (note,) = [note for note in advice["notes"] if note.startswith("not used by this workload")]
        self.assertIn("public.orders_total", note)

    def test_budget_and_most_of_a_table(self):
        for budget in (300_000, 1_000_000):
            advice = self.advise("--budget", str(budget), "--repeat", "0")
            # What is built may be a little larger than the model had it.
            self.assertLessEqual(sum(index["size_bytes"] for index in advice["indexes"]), budget * 1.1)
        tables = [index["table"] for index in self.advise("--per-table", "1", "--repeat", "0")["indexes"]]
        self.assertEqual(len(tables), len(set(tables)))

    def test_constants_that_differ_between_calls_make_no_partial_index(self):
        fixed = self.write("fixed.sql", script(["select count(*) from orders where state = 'open' and total > 2000"] * 2))
        self.assertTrue(any(index["predicate"] for index in self.advise("--repeat", "0", "--budget", "100kB", workload=fixed)["indexes"]))
        varied = self.write("varied.sql", script([f"select count(*) from orders where state = '{state}' and total > 2000" for state in ("open", "lost")]))
        done = assay("query", "index", "--base", self.base, "--workload", varied, "--format", "json", "--repeat", "0", timeout=300)
        self.assertTrue(all(index["predicate"] is None for index in json.loads(done.stdout)["indexes"]))

    def test_a_workload_that_no_index_helps(self):
        workload = self.write("all.sql", "select * from orders;\nselect count(*) from customers;\n")
        base = self.write("bare.sql", BASE.replace("create index", "-- create index"))
        advice = self.advise(workload=workload, base=base, status=0)
        self.assertEqual(advice["indexes"], [])
        self.assertEqual(advice["cost_before"], advice["cost_after"])

    def test_text(self):
        done = assay("query", "index", "--base", self.base, "--workload", self.workload, "--budget", "5MB", timeout=300)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("CREATE INDEX CONCURRENTLY ON public.orders (customer_id", done.stdout)
        self.assertIn("in turns (ABBA)", done.stdout)
        for line in done.stdout.splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_bookshop(self):
        advice = self.advise("--repeat", "1", base=str(ROOT / "examples/bookshop"), workload=str(ROOT / "bench/workloads/bookshop.sql"))
        self.assertFalse([note for note in advice["notes"] if "not planned" in note], advice["notes"])
        self.assertLessEqual(advice["cost_after"], advice["cost_before"])


class Anytime(Advice):
    def test_time_that_is_too_short_gives_what_there_is(self):
        advice = json.loads(assay("query", "index", "--base", self.base, "--workload", self.workload, "--format", "json", "--time", "1ms", timeout=300).stdout)
        self.assertFalse(advice["complete"])
        self.assertLessEqual(advice["cost_after"], advice["cost_before"])

    def test_interrupted_it_gives_the_best_so_far(self):
        slow = self.write("slow.sql", script(["select pg_sleep(1) from orders where customer_id = 5 limit 1"]))
        terminal, own = pty.openpty()
        self.addCleanup(os.close, terminal)
        process = subprocess.Popen([PROGRAM, "query", "index", "--base", self.base, "--workload", slow, "--format", "json", "--repeat", "1000", "--time", "30m"],
                                   stdout=subprocess.PIPE, stderr=own, text=True)
        os.close(own)
        said = b""
        while b"running the statements" not in said:
            said += os.read(terminal, 4096)
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 1, said)
        (index,) = json.loads(output)["indexes"]
        self.assertEqual(index["keys"][0], "customer_id")


class Refusals(Advice):
    def test_words_that_are_wrong(self):
        self.assertIn("'much' is no size; expected a number with kB, MB, GB or TB", self.refused("--base", self.base, "--workload", self.workload, "--budget", "much"))
        self.assertIn("expected 1 to 1000", self.refused("--base", self.base, "--workload", self.workload, "--per-table", "0"))
        self.assertIn("expected 0 to 1000", self.refused("--base", self.base, "--workload", self.workload, "--repeat", "-1"))
        self.assertIn("--workload names the statements", self.refused("--base", self.base))
        self.assertIn("nowhere.sql", self.refused("--base", "nowhere.sql", "--workload", self.workload))
        self.assertIn("nowhere.csv", self.refused("--base", self.base, "--workload", "nowhere.csv"))

    def test_neither_rows_nor_statistics(self):
        errors = self.refused("--base", self.write("empty.sql", BASE[:BASE.index("insert into")]), "--workload", self.workload)
        self.assertIn("empty.sql", errors)
        self.assertIn("what an index would save cannot be known", errors)

    def test_what_of_a_base_could_not_be_read_is_noted(self):
        base = self.write("broken.sql", BASE + "insert into orders select no_such_column from customers;\n")
        done = assay("query", "index", "--base", base, "--workload", self.workload, "--repeat", "0", timeout=300)
        self.assertIn("no_such_column", done.stdout + done.stderr)

    def test_a_workload_without_statements_that_can_be_planned(self):
        self.assertIn('relation "unknown" does not exist', self.refused("--base", self.base, "--workload", self.write("w.sql", "select * from unknown;\n")))
        self.assertIn("none of the workload's statements", self.refused("--base", self.base, "--workload", self.write("v.sql", "vacuum;\n")))

    @unittest.skipUnless(HAS_HYPOPG, "Debian's PostgreSQL 15 with HypoPG")
    def test_without_hypopg_it_says_what_nobody_can_know(self):
        root = self.folder / "root"
        programs, share = root / "usr/lib/postgresql/15", root / "usr/share/postgresql/15"
        shutil.copytree(DEBIAN, programs, ignore=shutil.ignore_patterns("hypopg*", "bitcode"))
        shutil.copytree(SHARE, share, ignore=shutil.ignore_patterns("hypopg*"))
        (programs / "share").symlink_to(share)
        for path in [self.folder, *root.rglob("*")]:
            path.chmod(0o755)
        environment = dict(os.environ, ASSAY_POSTGRES_BIN=str(programs / "bin"))
        done = subprocess.run([PROGRAM, "query", "index", "--base", self.base, "--workload", self.workload], capture_output=True, text=True,
                              env=environment, timeout=300)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("has no HypoPG (Debian's package is postgresql-15-hypopg)", done.stderr)
        self.assertIn("nothing can be said of the costs", done.stderr)


@unittest.skipUnless(HAS_HYPOPG, "Debian's PostgreSQL 15 with HypoPG")
class OnStatistics(Advice):
    @classmethod
    def setUpClass(cls):
        cls.server = live_check.Server(DEBIAN / "bin")
        cls.addClassCleanup(cls.server.stop)
        cls.server.sql(BASE + "vacuum analyze;")

    def by_hand(self, advice):
        """The costs of the workload's statements with what was advised, by HypoPG in one session."""
        create = "".join("select from hypopg_create_index($$" + index["statement"].replace("CONCURRENTLY ", "") + "$$);" for index in advice["indexes"])
        explain = "".join("explain (format json) " + query + ";\nselect '|';" for query in QUERIES)
        text = self.server.sql("create extension if not exists hypopg; " + create + explain + "drop extension hypopg;")
        return [json.loads(plan)[0]["Plan"]["Total Cost"] for plan in text.split("|") if plan.strip()]

    def costs(self, advice, which):
        return [query[which] for query in advice["queries"] if query["fingerprint"]]

    def test_live_costs_are_reproduced_by_hand_with_hypopg(self):
        advice = self.advise(base=self.server.address())
        self.assertTrue(advice["indexes"])
        self.assertEqual(sorted(self.costs(advice, "cost_after")), sorted(self.by_hand(advice)))
        self.assertEqual(sorted(self.costs(advice, "cost_before")), sorted(self.by_hand({"indexes": []})))
        self.assertTrue(any(note.startswith("no times") for note in advice["notes"]))
        self.assertEqual(self.server.sql("select count(*) from pg_extension where extname = 'hypopg'"), "0")

    def test_a_snapshot_advises_what_the_live_server_does(self):
        snapshot = str(self.folder / "snapshot.sql")
        done = assay("query", "snapshot", self.server.address(), "--output", snapshot)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("u77@example.com'", pathlib.Path(snapshot).read_text())  # no rows
        live, offline = self.advise(base=self.server.address()), self.advise(base=snapshot)
        for part in ("indexes", "drops", "cost_before", "cost_after", "queries"):
            self.assertEqual(live[part], offline[part], part)

    def test_the_servers_counters_tell_what_nobody_uses(self):
        # Only part of orders_made_state is used here, which counts as a scan of it.
        self.server.sql("set enable_seqscan = off; select count(*) from orders where made < '2024-01-02' and state = 'open'; select pg_stat_force_next_flush();")
        advice = self.advise(base=self.server.address())
        reasons = {drop["index"]: drop["reason"] for drop in advice["drops"]}
        self.assertIn("counted no scan of it since", reasons["public.orders_total"])
        self.assertNotIn("public.orders_made_state", reasons)

    def test_inverted_kinds_need_rows_and_are_named(self):
        advice = self.advise(base=self.server.address(), workload=self.write("inverted.sql", script(INVERTED)))
        note = [note for note in advice["notes"] if note.startswith("not tried: GIN")]
        self.assertEqual(len(note), 1, advice["notes"])
        self.assertIn("public.customers (doc)", note[0])
        self.assertTrue(any("takes it for 0.5 %" in note for note in advice["notes"]))

    def test_a_sample_of_the_rows_is_what_inverted_kinds_are_tried_on(self):
        workload = self.write("inverted.sql", script(INVERTED[:3] + QUERIES[:1]))
        advice = self.advise("--sample", "3000", "--repeat", "2", base=self.server.address(), workload=workload)
        self.assertTrue(advice["sampled"])
        made = {index["keys"][0]: index for index in advice["indexes"]}
        for key in ("doc jsonb_path_ops", "tags"):
            self.assertEqual(made[key]["how"], "built")
            self.assertGreater(made[key]["of_rows"], 0.2)  # and customers whose orders were read
            self.assertLess(made[key]["of_rows"], 0.6)
        size = int(self.server.sql("create index real on customers using gin (tags); select pg_relation_size('real'); drop index real;"))
        self.assertGreater(made["tags"]["size_bytes"], size / 3)
        self.assertLess(made["tags"]["size_bytes"], size * 3)
        self.assertTrue(any(served["measured"] for index in advice["indexes"] for served in index["serves"]))
        self.assertTrue(any(note.startswith("read from the live system, in one snapshot: ") for note in advice["notes"]), advice["notes"])
        self.assertNotIn("customer_id", [key for index in advice["indexes"] if index["how"] == "built" for key in index["keys"]])
        # Costs of the others are those of all rows.
        whole = self.advise(base=self.server.address(), workload=workload)
        self.assertEqual(advice["queries"][-1]["cost_before"], whole["queries"][-1]["cost_before"])

    def test_rows_are_sampled_of_live_bases_only(self):
        self.assertIn("--sample reads rows of a live system", self.refused("--base", self.base, "--workload", self.workload, "--sample", "100"))
        self.assertIn("--sample: 'few' is no such number; expected 1 to 1000000", self.refused("--base", self.server.address(), "--workload", self.workload, "--sample", "few"))

    def test_calls_of_a_log_have_their_values_and_what_a_prepared_statement_keeps_is_said(self):
        log = self.write("postgresql.log", "".join(
            f"2026-01-01 00:00:0{i}.000 UTC [7] LOG:  duration: 9.5 ms  execute S_1: select id from orders where state = $1\n"
            f"2026-01-01 00:00:0{i}.000 UTC [7] DETAIL:  parameters: $1 = 'open'\n"
            f"2026-01-01 00:00:0{i}.000 UTC [7] LOG:  duration: 9.5 ms  execute <unnamed>: select id from orders where customer_id = $1\n"
            f"2026-01-01 00:00:0{i}.000 UTC [7] DETAIL:  parameters: $1 = '77'\n" for i in range(6)))
        advice = self.advise(base=self.server.address(), workload=log)
        queries = {query["query"]: query for query in advice["queries"]}
        state, customer = queries["select id from orders where state = $1"], queries["select id from orders where customer_id = $1"]
        self.assertFalse(state["generic_plan"])
        self.assertIsNone(customer["without_values"])  # sent without a name: planned anew for each call
        # Of two states the generic plan expects half of the rows; one in sixty is open.
        self.assertGreater(state["without_values"]["cost_after"], 2 * state["without_values"]["cost_with_values"])
        self.assertFalse(state["without_values"]["kept"])
        text = assay("query", "index", "--base", self.server.address(), "--workload", log, timeout=300).stdout
        self.assertIn("not kept: much dearer", text)
        for line in text.splitlines():
            self.assertLessEqual(len(line), 80, line)
        generic = self.advise("--plans", "generic", base=self.server.address(), workload=log)
        self.assertTrue(all(query["generic_plan"] for query in generic["queries"]))

    def test_keywords_and_values_name_a_base_too(self):
        advice = self.advise(base=f"host={self.server.folder} dbname=postgres user=postgres")
        self.assertTrue(advice["indexes"])

    def test_the_base_own_statements_are_its_workload(self):
        self.assertIn("pg_stat_statements", self.refused("--base", self.server.address()))


if __name__ == "__main__":
    main()
