"""A workload beside its schema: found, named, on the map, joined. Usage: workload_check.py PROGRAM ROOT"""
import json
import unittest

from whole_program import Folder, assay, main

SCHEMA = """create table customers (id bigint primary key, email text not null unique, phone text, created_at timestamptz not null);
create table orders (id bigint primary key, customer_id bigint not null references customers, placed_at timestamptz not null);
create index on orders (customer_id);
"""
QUERIES = """-- name: by_phone
select id from customers where phone = '5';
select o.id, o.totl from orders o where o.customer_id = 3 order by o.placed_at desc limit 10;
"""
STATISTICS = """userid,dbid,queryid,query,calls,total_exec_time,rows
10,5,1,select id from customers where phone = $1,900,45000,900
10,5,2,select id from orders where customer_id = $1,100,5000,100
"""
LOG = """2026-11-23 15:20:18.151 UTC,"app","shop",831,"[local]",6a1b.1,1,"SELECT",2026-11-23 15:20:00 UTC,3/2,0,LOG,00000,"duration: 52.5 ms  statement: select id from customers where phone = '030'",,,,,,,,,"psql","client backend",,0
2026-11-23 15:20:19.151 UTC,"app","shop",831,"[local]",6a1b.1,2,"SELECT",2026-11-23 15:20:00 UTC,3/3,0,LOG,00000,"duration: 0.2 ms  statement: select id from orders where id = 7",,,,,,,,,"psql","client backend",,0
"""


class Workload(Folder):
    def setUp(self):
        super().setUp()
        self.write("db/schema.sql", SCHEMA)

    def by_rule(self, *words):
        found = {}
        for finding in self.findings(*words):
            found.setdefault(finding["rule"], []).append(finding)
        return found

    def map(self, sql, *words):
        done = assay("map", *words, "--sql", sql, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [line.split("\t") for line in done.stdout.splitlines()[1:]]

    def test_a_folder_of_queries_is_found_and_is_no_schema(self):
        self.write("db/queries/shop.sql", QUERIES)
        self.write("db/queries/more.sql", "select email from customers where email = 'a@example.com';\n")
        found = self.by_rule()
        self.assertEqual([f["object"] for f in found["joint/unknown-name"]], ["orders(totl)"])
        self.assertEqual(found["joint/unknown-name"][0]["location"], {"file": "db/queries/shop.sql", "line": 3, "column": 0})
        self.assertEqual([f["object"] for f in found["postgres/missing-index"]], ["customers(phone)"])
        self.assertNotIn("postgres/statement-fails", found)
        self.assertEqual(self.map("select kind, count(*) from databases group by kind order by kind"),
                         [["file", "1"], ["statements", "2"], ["workload", "1"]])

    def test_a_file_of_queries_beside_the_schema(self):
        self.write("db/query.sql", QUERIES)
        self.write("db/extra_query.sql.txt", "not read")
        found = self.by_rule()
        self.assertEqual(found["joint/unknown-name"][0]["location"]["file"], "db/query.sql")
        self.assertEqual(self.map("select name from tables order by name"), [["customers"], ["orders"]])

    def test_a_schema_in_a_folder_of_that_name_stays_a_schema(self):
        self.write("queries/schema.sql", "create table t (id bigint primary key);\n")
        self.assertEqual(self.map("select name from tables order by name", "queries"), [["t"]])

    def test_the_named_workload_is_the_only_one(self):
        self.write("db/queries/shop.sql", QUERIES)
        other = self.write("other.sql", "select email from customers where phone = '7';\n")
        found = self.by_rule(".", "--workload", other)
        self.assertNotIn("joint/unknown-name", found)
        self.assertIn("select email from customers", found["postgres/missing-index"][0]["message"])

    def test_statistics_give_calls_times_and_shares(self):
        file = self.write("pg_stat_statements.csv", STATISTICS)
        self.assertEqual(self.map("select name, calls, mean_ms, share from queries order by number", "db", "--workload", file),
                         [["select id from customers where phone = $1", "900", "50.0", "0.9"],
                          ["select id from orders where customer_id = $1", "100", "50.0", "0.1"]])
        self.assertIn("(900 calls of 50 ms)", self.by_rule("db", "--workload", file)["postgres/missing-index"][0]["message"])

    def test_a_log_is_found_and_gives_the_place(self):
        self.write("logs/postgresql-2026-11-23.csv", LOG)
        finding = self.by_rule(".")["postgres/missing-index"][0]
        self.assertEqual(finding["object"], "customers(phone)")
        self.assertEqual(finding["location"]["line"], 1)

    def test_what_two_workloads_have_is_one_query(self):
        self.write("db/queries/shop.sql", QUERIES)
        self.write("pg_stat_statements.csv", STATISTICS)
        finding = self.by_rule(".")["postgres/missing-index"][0]
        self.assertTrue(finding["message"].startswith('"select id from customers where phone = $1" (900 calls of 50 ms) reads all'), finding["message"])
        self.assertEqual(finding["location"]["file"], "db/queries/shop.sql")

    def test_statements_as_deep_as_can_be(self):
        file = self.write("q.sql", "select id from customers where id = 1" + " or id = 1" * 50000 + ";\nselect id from customers where phone = '5';\n")
        self.assertIn("postgres/missing-index", self.by_rule("db", "--workload", file))

    def test_roles_of_columns(self):
        file = self.write("q.sql", QUERIES)
        rows = self.map("select r.name, a.name, c.role, c.position, c.is_descending from query_columns c join attributes a on a.id = c.attribute_id "
                        "join relations r on r.id = c.relation_id where c.role not in ('read', 'fixed') order by c.id", "db", "--workload", file)
        self.assertEqual(rows, [["customers", "phone", "equality", "1", "0"], ["orders", "customer_id", "equality", "1", "0"],
                                ["orders", "placed_at", "order", "1", "1"]])

    def test_two_databases_leave_it_open_which_one_ran_it(self):
        self.write("other/schema.sql", SCHEMA)
        file = self.write("q.sql", QUERIES)
        found = self.by_rule(".", "--workload", file)
        self.assertNotIn("joint/unknown-name", found)
        self.assertEqual(self.map("select base_id from bases", ".", "--workload", file), [])

    def test_without_a_workload_the_rules_say_what_they_need(self):
        done = self.check("--format", "json", "db")
        needs = {n["rule"]: n["needs"] for n in json.loads(done.stdout)["not_run"]}
        self.assertEqual(needs["joint/unknown-name"], "queries")
        self.assertEqual(needs["postgres/missing-index"], "queries")

    def test_assay_toml_names_it(self):
        self.write("q.sql", QUERIES)
        self.write("assay.toml", '[check]\nsources = ["db"]\nworkload = "q.sql"\n')
        self.assertIn("joint/unknown-name", self.by_rule())

    def test_a_workload_that_is_not_there_is_said(self):
        done = self.check("db", "--workload", "none.sql", "--strict")
        self.assertEqual(done.returncode, 2)
        self.assertIn("none.sql", done.stdout)

    def test_the_experiments(self):
        file = self.write("q.sql", QUERIES + "insert into orders (id) values (1);\n")
        done = assay("check", "db", "--workload", file, "--prove", "all", "--format", "json", cwd=self.folder)
        states = {f["rule"]: f["proof_state"] for f in json.loads(done.stdout)["findings"]}
        for rule in ("joint/unknown-name", "joint/insert-misses-column", "postgres/missing-index"):
            self.assertEqual(states[rule], "proven", rule)


if __name__ == "__main__":
    main()
