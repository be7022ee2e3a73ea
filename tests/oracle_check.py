"""Two other checkers as oracles: the cases of their own tests are built in a server, their query and Assay read the same database,
and docs/oracle.md explains every difference. Its tables are read here, so that the page cannot drift from what happens.

Usage: oracle_check.py PROGRAM ROOT [WORD…]. ASSAY_SPLINTER is a clone of supabase/splinter; ASSAY_PG_INDEX_HEALTH and
ASSAY_PG_INDEX_HEALTH_SQL are clones of mfvanek/pg-index-health and of its queries. Words choose lints by name."""

import fnmatch
import json
import os
import pathlib
import re
import subprocess
import sys

from live_check import Server, installation

NAME = re.compile(r'"[^"]+"|[A-Za-z_][\w$]*')


class Cluster(Server):
    """A server with a database for each case."""

    def run(self, database, text, stop=False):
        words = [self.psql_program(), "-h", self.folder, "-U", "postgres", "-d", database, "-XAtq"]
        done = subprocess.run(words + (["-v", "ON_ERROR_STOP=1"] if stop else []), input=text, capture_output=True, text=True)
        if stop and done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def fresh(self, template):
        self.run("postgres", f"drop database if exists oracle_case (force); create database oracle_case template {template};", stop=True)
        return "oracle_case"

    def rows(self, database, settings, query):
        text = self.run(database, f"{settings};\nselect to_jsonb(oracle) from ({query.strip().rstrip(';')}) oracle;", stop=True)
        return [json.loads(line) for line in text.splitlines()]

    def findings(self, program, database, rules):
        words = [program, "check", "--prove", "none", "--fail-on", "never", "--all-rules", "--profile", "--format", "json"]
        for rule in rules:
            words += ["--rule", f"postgres/{rule}"]
        done = subprocess.run([*words, f"postgres://postgres@/{database}?host={self.folder}"], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)["findings"]


def statements(text):
    """The statements of a test file; semicolons in strings, bodies and comments end none."""
    token = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"|(\$\w*\$).*?\1|;|[^-/'\"$;]+|.", re.S)
    found, now = [], ""
    for match in token.finditer(text):
        word = match.group(0)
        if word == ";":
            found.append(now.strip())
            now = ""
        elif not word.startswith(("--", "/*")):
            now += word
    return [statement for statement in found if statement]


def splinter_cases(folder):
    """Every look at a lint in splinter's tests: (lint, statements before it). What a test rolls back is left out."""
    for file in sorted((folder / "test/sql").glob("0*.sql")):
        done, marks, looks = [], {}, 0
        for statement in statements(file.read_text()):
            words = statement.lower().split()
            if words[0] in ("begin", "rollback", "commit") and len(words) == 1:
                continue
            if words[0] == "savepoint":
                marks[words[1]] = len(done)
            elif words[:3] == ["rollback", "to", "savepoint"]:
                done = done[: marks[words[3]]]
            elif re.search(r'from\s+lint\."', statement):
                looks += 1
                yield file.stem, f"{file.stem} look {looks}", list(done)
            else:
                done.append(re.sub(r"(?i)^set local", "set", statement))


# The fixtures give SELECT alone, and a policy for UPDATE without the right to UPDATE lets nobody do anything. The platform gives all.
GIVEN = {"0024_rls_policy_always_true": ["grant all on all tables in schema public to anon, authenticated"]}


def splinter(cluster, folder):
    """(lint, case, rows of the oracle, a function that asks Assay) for each case."""
    lints = {file.stem: file.read_text() for file in sorted((folder / "lints").glob("*.sql"))}
    cluster.run("postgres", "create database oracle_splinter;", stop=True)
    # The tests rely on rights and schemas that the fixtures make; the roles belong to the whole server.
    cluster.run("oracle_splinter", (folder / "test/fixtures.sql").read_text(), stop=True)
    absent = cluster.run("postgres", "select count(*) from pg_available_extensions where name = 'pg_graphql'").strip() == "0"
    for lint, case, before in splinter_cases(folder):
        database = cluster.fresh("oracle_splinter")
        if absent:  # its entry in the catalogue is all that the lints look at
            before = [re.sub("(?i)^create extension pg_graphql$", "insert into pg_extension select 1, 'pg_graphql', 10, oid, false, '1.5' "
                             "from pg_namespace where nspname = 'extensions'", statement) for statement in before]
        settings = ";".join(statement for statement in before if statement.lower().startswith("set ")) or "select 1 where false"
        cluster.run(database, ";\n".join([*before, *GIVEN.get(lint, []), ""]))
        query = re.sub(r"(?i)^\s*create view\s+\S+\s+as\s", "", lints[lint])
        rows = cluster.rows(database, settings, f"select metadata, cache_key from ({query.strip().rstrip(';')}) lint")
        yield lint, case, [splinter_row(row) for row in rows], database


def splinter_row(row):
    """(name of what is wrong, the words of which one must be said)"""
    facts = row["metadata"]
    special = [facts[key] for key in ("policy_name", "column", "fkey_name", "bucket_id", "extension_name") if isinstance(facts.get(key), str)]
    return special[0] if special else facts.get("name", row["cache_key"]), {facts.get("name", row["cache_key"]), *special}


def java_strings(text):
    """The strings of a Java source in their order."""
    found = re.findall(r'"""\n(.*?)"""|"((?:[^"\\\n]|\\.)*)"', text, re.S)
    return [block if block else re.sub(r"\\(.)", r"\1", line) for block, line in found]


class Populator:
    """The steps of pg-index-health's test databases, read from its sources."""

    def __init__(self, folder):
        self.folder = folder / "statements"
        source = (folder / "DatabasePopulator.java").read_text()
        self.base = self.registered(source.split("DatabasePopulator builder")[0])
        self.steps = {name: (self.registered(body), re.findall(r"\.?\b(with\w+)\(\)", body))
                      for name, body in re.findall(r"public DatabasePopulator (with\w+)\(\) \{(.*?)\n    \}", source, re.S)}
        self.invalid_index = re.search(r'"(create unique index concurrently[^"]*)"', source).group(1).replace("%s", "{schemaName}")

    def registered(self, text):
        return {int(number): self.sql_of(name, java_strings(words)) for number, name, words
                in re.findall(r"register\((\d+), new (\w+)\(([^)]*)\)", text)}

    def sql_of(self, name, words):
        body = (self.folder / f"{name}.java").read_text().split("getSqlToExecute", 1)[-1].split("@Override")[0]
        if name == "CreateCustomCollationStatement":
            return ['create collation {schemaName}."C.UTF-8" from "en-US-x-icu"']
        found = java_strings(body)
        return [found[0] % tuple(words)] if words else found

    def script(self, chain):
        steps, wanted, outside = dict(self.base), list(chain), []
        while wanted:
            name = wanted.pop()
            registered, more = self.steps[name]
            steps.update(registered)
            wanted += [other for other in more if other != name]
            if name == "withData":
                outside.append(DATA)
            if name == "withInvalidIndex":
                outside.append(self.invalid_index)
        parts = [sql.strip().rstrip(";") for number in sorted(steps) for sql in steps[number]] + sorted(outside, key=lambda s: s != DATA)
        return ";\n".join(parts).replace("{schemaName}", "custom") + ";\n"


# A thousand clients and an account for each, and one client twice under another telephone number.
DATA = """insert into {schemaName}.clients (id, first_name, last_name, info, email, phone, gender)
  select nextval('{schemaName}.clients_seq'), initcap(left(md5('f' || i), 10)), initcap(left(md5('l' || i), 15)),
         '{"client": {"date": "2022-08-14T23:27:42", "result": "created"}}', left(md5('l' || i), 15) || '@' || left(md5('d' || i), 8) || '.com',
         left(md5('p' || i), 10), case i % 2 when 0 then 'M' else 'F' end from generate_series(1, 1000) i;
insert into {schemaName}.accounts (client_id, account_number) select id, '407028101' || lpad(id::text, 11, '0') from {schemaName}.clients;
insert into {schemaName}.clients (id, first_name, last_name, info, email, phone, gender)
  select nextval('{schemaName}.clients_seq'), first_name, last_name, info, email, 'unique_phone', gender from {schemaName}.clients
  order by id desc limit 1"""


def health_cases(folder):
    """(check, case, steps) of each database on which the tests of a check run it."""
    for file in sorted((folder / "test/java/io/github/mfvanek/pg/core/checks/host").glob("*Check*Test.java")):
        text = file.read_text()
        check = re.search(r"hasDiagnostic\(Diagnostic\.(\w+)", text)
        if not check:
            continue
        chains = {}
        for words in re.findall(r"executeTestOnDatabase\(\s*\w+,\s*(.*?),\s*ctx ->", text, re.S):
            chains[tuple(re.findall(r"\b(with\w+)", words))] = True
        for number, chain in enumerate(chains, 1):
            yield check.group(1).lower(), f"{check.group(1).lower()} database {number}", chain


def health(cluster, folder, queries):
    core = folder / "pg-index-health-core/src"
    populator = Populator(core / "testFixtures/java/io/github/mfvanek/pg/core/fixtures/support")
    cluster.run("postgres", "create database oracle_health;", stop=True)
    for check, case, chain in health_cases(core):
        database = cluster.fresh("oracle_health")
        cluster.run(database, populator.script(chain))
        cluster.run(database, "analyze; select pg_stat_force_next_flush();")
        query = re.sub(r"--[^\n]*", "", (queries / f"sql/{check}.sql").read_text())
        for name, value in (("schema_name_param", "'custom'"), ("bloat_percentage_threshold", "10"), ("remaining_percentage_threshold", "10")):
            query = query.replace(f":{name}", value)
        rows = cluster.rows(database, "select 1 where false", query)
        yield check, case, [health_row(row, check.startswith("tables_")) for row in rows], database


def health_row(row, of_table):
    """The table, and what of it is meant: an index, a constraint, columns; nothing more where tables are meant."""
    quiet = ("table_name", "table_size", "index_size", "bloat", "scan", "type", "not_null", "nullable", "percentage", "default", "definition")
    named = [str(value) for key, value in row.items() if not any(word in key for word in quiet) and not isinstance(value, (int, float, bool))]
    words = set()
    for value in named:
        value = re.sub(r"size=\d+|,(true|false)\b", "", value)
        words.update(word.strip('"') for word in NAME.findall(value) if word not in ("idx", "custom", "true", "false", "None"))
    table = [word.strip('"') for word in NAME.findall(str(row.get("table_name", ""))) if word != "custom"]
    return " ".join([*table, *sorted(() if of_table else words - set(table))]), set(table) if of_table else words or set(table)


def compare(rows, findings):
    """Names of rows that Assay says too, that it does not say, and of findings that no row stands for."""
    said, missing, matched = [], [], set()
    texts = []
    for finding in findings:
        text = " ".join([finding["object"], *finding.get("also", []), finding["message"], *(line["quote"] for line in finding["evidence"])])
        texts.append({word.strip('"') for word in NAME.findall(text)} | {finding["object"].strip('"')})
    for name, words in rows:
        hits = [number for number, text in enumerate(texts) if words & text]
        matched.update(hits)
        (said if hits else missing).append(name)
    return said, missing, [finding["object"] for number, finding in enumerate(findings) if number not in matched]


def tables(page, heading):
    part = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip().replace("`", "") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in part.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[0] not in ("lint", "check")]


def judge(program, cluster, page, heading, cases, chosen):
    """Runs the cases and holds the page to what happened; (passed, problems)."""
    rows = tables(page, heading)
    rules = {row[0]: re.findall(r"[\w-]+", row[1]) if row[1] != "none" else [] for row in rows if len(row) == 5}
    figures = {row[0]: [int(cell) for cell in row[2:]] for row in rows if len(row) == 5}
    reasons = {(row[0], row[1], pattern): False for row in rows if len(row) == 4 for pattern in row[2].split(", ")}
    counted, problems, passed = {}, [], 0
    for lint, case, expected, database in cases:
        if chosen and not any(word in lint for word in chosen):
            continue
        if lint not in rules:
            problems.append(f"{lint} is not on the page")
            continue
        said, missing, extra = compare(expected, cluster.findings(program, database, rules[lint]) if rules[lint] else [])
        count = counted.setdefault(lint, [0, 0, 0])
        for index, number in enumerate((1, len(expected), len(said))):
            count[index] += number
        open_points = []
        for kind, names in (("missing", missing), ("extra", extra)):
            for name in names:
                known = [key for key in reasons if key[:2] == (lint, kind) and fnmatch.fnmatchcase(name, key[2])]
                reasons.update({key: True for key in known})
                open_points += [] if known else [f"{case}: {kind} {name}"]
        problems += open_points
        passed += not open_points
    problems += [f"{lint}: the page says {figures[lint]}, measured {count}" for lint, count in counted.items() if figures[lint] != count]
    problems += [f"{lint}: no case shows the difference {kind} {pattern}" for (lint, kind, pattern), seen in reasons.items()
                 if not seen and lint in counted]
    problems += [f"{lint} is on the page and has no case" for lint in rules if lint not in counted and not chosen]
    total = [sum(count[index] for count in counted.values()) for index in range(3)]
    print(f"{heading}: {len(counted)} lints, {total[0]} cases, {total[1]} findings of the oracle, {total[2]} of them are Assay's too")
    return passed, problems


def main():
    program, root, chosen = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    clones = [os.environ.get(name) for name in ("ASSAY_SPLINTER", "ASSAY_PG_INDEX_HEALTH", "ASSAY_PG_INDEX_HEALTH_SQL")]
    if installation() is None or not (clones[0] or (clones[1] and clones[2])):
        print("skipped: needs a PostgreSQL installation, and ASSAY_SPLINTER or ASSAY_PG_INDEX_HEALTH with ASSAY_PG_INDEX_HEALTH_SQL")
        return 77
    page = (root / "docs/oracle.md").read_text()
    passed, problems, cluster = 0, [], Cluster(installation())
    try:
        if clones[0]:
            more, wrong = judge(program, cluster, page, "splinter", splinter(cluster, pathlib.Path(clones[0])), chosen)
            passed, problems = passed + more, problems + wrong
        if clones[1] and clones[2]:
            cases = health(cluster, pathlib.Path(clones[1]), pathlib.Path(clones[2]))
            more, wrong = judge(program, cluster, page, "pg-index-health", cases, chosen)
            passed, problems = passed + more, problems + wrong
    finally:
        cluster.stop()
    print("\n".join(problems))
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
