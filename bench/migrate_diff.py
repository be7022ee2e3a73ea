"""Pairs of schemas: do the statements of `assay migrate diff` make the second of the first? Beside migra and apgdiff on the same pairs.
Usage: migrate_diff.py PROGRAM PAIRS [FIRST]        random pairs, and each single change of tests/data/diff
       migrate_diff.py PROGRAM --folder FOLDER      each version of a folder of migrations and the next

The judge is none of the tools: a server of its own holds both schemas, a tool's statements are applied to the first, and pg_dump says
whether it is the second now. A dump is read into an empty database and dumped once more before two are compared, since what PostgreSQL
prints of a condition may print otherwise once it was read again; the order of columns, which no statement changes, is left out. MIGRA names
migra's program (PyPI), APGDIFF apgdiff's jar (Debian); without them assay is alone.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from common import BIN, as_user, psql, server

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from schema_pairs import pair  # noqa: E402

ROLES = ["reader", "writer"]


class Judge:
    """Databases of one server, by what made them."""

    def __init__(self, folder, port):
        self.folder, self.port, self.made = folder, port, 0

    def run(self, database, *words, text=None):
        done = subprocess.run([str(w) for w in psql(self.folder, self.port, database, "-v", "ON_ERROR_STOP=1", *words)], input=text, text=True, capture_output=True)
        return None if done.returncode == 0 else done.stderr.strip().splitlines()[0][:300]

    def database(self, template="template0"):
        self.made += 1
        name = f"d{self.made}"
        error = self.run("postgres", "-c", f"create database {name} template {template}")
        assert not error, error
        return name

    def drop(self, *names):
        for name in names:
            self.run("postgres", "-c", f"drop database if exists {name} with (force)")

    def load(self, sql):
        name = self.database()
        return name, self.run(name, text=sql)

    def dump(self, name):
        words = as_user([str(BIN / "pg_dump"), "-s", "-h", str(self.folder), "-p", str(self.port), name])
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout

    def settled(self, name):
        """The dump of what its dump makes."""
        again, error = self.load(self.dump(name).replace("CREATE SCHEMA public;", ""))
        text = self.dump(again) if not error else f"does not load: {error}"
        self.drop(again)
        return text

    def url(self, name):
        return f"postgresql:///{name}?host={self.folder}&port={self.port}&user=postgres"


def essence(dump):
    """Without comments, passwords of psql's restrict, and the order of columns."""
    text = "\n".join(line for line in dump.splitlines() if not line.startswith(("--", "\\")))
    return re.sub(r"(CREATE (?:UNLOGGED )?TABLE [^\n]* \()\n(.*?)\n\)", lambda m: m[1] + "\n" + "\n".join(sorted(line.rstrip(",") for line in m[2].splitlines())) + "\n)", text, flags=re.S)


def verdict(judge, first, second, statements):
    """right, silent (says that nothing differs), differs, or fails; and why."""
    if not statements.strip():
        return "silent", ""
    copy = judge.database(first)
    try:
        error = judge.run(copy, text=statements)
        if error:
            return "fails", error
        reached, wanted = judge.dump(copy), judge.dump(second)
        if essence(reached) == essence(wanted):
            return "right", ""
        reached, wanted = essence(judge.settled(copy)).splitlines(), essence(judge.settled(second)).splitlines()
        if reached == wanted:
            return "right", ""
        a, b = collections.Counter(reached), collections.Counter(wanted)
        return "differs", f"{list((a - b).elements())[:2]} instead of {list((b - a).elements())[:2]}"
    finally:
        judge.drop(copy)


def assay_says(program, a, b):
    done = subprocess.run([program, "migrate", "diff", a, b, "--format", "sql"], capture_output=True, text=True)
    if done.returncode == 2:
        return None, done.stderr.strip()
    return done.stdout if done.returncode == 1 else "", done.stdout.splitlines()[0] if done.stdout else ""


def migra_says(judge, first, second):
    words = [os.environ["MIGRA"], "--unsafe", "--with-privileges", judge.url(first), judge.url(second)]
    done = subprocess.run(words, capture_output=True, text=True)
    return (done.stdout, "") if done.returncode in (0, 2) and not done.stderr else (None, (done.stderr.strip().splitlines() or ["?"])[-1])


def apgdiff_says(judge, first, second, folder):
    for name, database in (("a", first), ("b", second)):
        text = "\n".join(line for line in judge.dump(database).splitlines() if not line.startswith("\\"))
        (folder / f"{name}.dump.sql").write_text(text)
    done = subprocess.run(["java", "-jar", os.environ["APGDIFF"], "--ignore-start-with", folder / "a.dump.sql", folder / "b.dump.sql"], capture_output=True, text=True)
    if done.returncode != 0 or "Exception" in done.stderr:
        return None, (done.stderr.strip().splitlines() or ["?"])[0]
    return done.stdout, ""


class Measured:
    def __init__(self, program, judge, folder):
        self.program, self.judge, self.folder = program, judge, folder
        self.counts, self.why, self.seconds = collections.defaultdict(collections.Counter), collections.defaultdict(list), collections.Counter()

    def tools(self, a_file, b_file, first, second):
        yield "assay", lambda: assay_says(self.program, a_file, b_file)
        if "MIGRA" in os.environ:
            yield "migra", lambda: migra_says(self.judge, first, second)
        if "APGDIFF" in os.environ:
            yield "apgdiff", lambda: apgdiff_says(self.judge, first, second, self.folder)

    def measure(self, title, a, b):
        a_file, b_file = self.folder / "a.sql", self.folder / "b.sql"
        a_file.write_text(a)
        b_file.write_text(b)
        without_roles = [re.sub(r"(?m)^create role \w+;$", "", text) for text in (a, b)]
        (first, error), (second, other) = self.judge.load(without_roles[0]), self.judge.load(without_roles[1])
        try:
            if error or other:
                self.counts["(not loaded)"]["pairs"] += 1
                self.why["(not loaded)"].append((title, error or other))
                return
            equal = essence(self.judge.settled(first)) == essence(self.judge.settled(second))
            for tool, says in self.tools(a_file, b_file, first, second):
                start = time.monotonic()
                statements, problem = says()
                self.seconds[tool] += time.monotonic() - start
                result, why = ("fails", problem) if statements is None else verdict(self.judge, first, second, statements)
                if result == "silent" and equal:
                    result = "right"
                self.counts[tool][result] += 1
                if result != "right":
                    self.why[tool].append((title, f"{result}: {why}"))
        finally:
            self.judge.drop(first, second)

    def report(self):
        for tool, counts in self.counts.items():
            total = sum(counts.values())
            print(f"{tool:12} {total} pairs: " + ", ".join(f"{counts[key]} {key}" for key in ("right", "silent", "differs", "fails", "pairs") if counts[key]) +
                  f"; {self.seconds[tool] / max(total, 1):.2f} s each")
        for tool, list_of in self.why.items():
            for title, why in list_of[: 1000 if tool.startswith(("assay", "(")) else 0]:
                print(f"  {tool}: {title}: {why}")


def single_changes():
    base = (ROOT / "tests/data/diff/base.sql").read_text()
    for part in (ROOT / "tests/data/diff/changes.sql").read_text().split("-- change: ")[1:]:
        title, sql = part.split("\n", 1)
        yield title, base, base + sql


def versions(folder):
    """Titles and texts: what the first files of a folder make, and what one more makes. A folder may hold folders with a file each."""
    files = sorted(p for p in pathlib.Path(folder).rglob("*.sql") if not p.name.endswith(".down.sql"))
    return [(file.relative_to(folder), file) for file in files]


def folder_pairs(program, folder):
    """Loads each version in the lab of the program alone: such files need what a plain server lacks. It judges by its own comparison."""
    counts, why = collections.Counter(), []
    files = versions(folder)
    with tempfile.TemporaryDirectory() as scratch:
        a, b = pathlib.Path(scratch) / "a", pathlib.Path(scratch) / "b"
        for target in (a, b):
            target.mkdir()
        for number, (name, file) in enumerate(files):
            target = b / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
            if number > 0:
                done = subprocess.run([program, "migrate", "diff", a, b, "--format", "json"], capture_output=True, text=True)
                answer = json.loads(done.stdout) if done.returncode in (0, 1) else None
                right = answer is not None and answer["proven"]
                counts["right" if right else "wrong"] += 1
                counts["statements"] += len(answer["diff"]) if answer else 0
                if not right:
                    why.append((name, answer["doubt"] if answer else done.stderr.strip()))
            target = a / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    print(f"{folder}: {counts['right'] + counts['wrong']} pairs, {counts['right']} right, {counts['statements']} statements")
    for name, reason in why:
        print(f"  {name}: {reason}")


if __name__ == "__main__":
    program = sys.argv[1]
    if sys.argv[2] == "--folder":
        folder_pairs(program, sys.argv[3])
        sys.exit()
    count, first = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with server() as (folder, port), tempfile.TemporaryDirectory() as scratch:
        judge = Judge(folder, port)
        for role in ROLES:
            judge.run("postgres", "-c", f"create role {role}")
        random_pairs, changes = (Measured(program, judge, pathlib.Path(scratch)) for _ in range(2))
        for seed in range(first, first + count):
            random_pairs.measure(f"seed {seed}", *pair(seed))
        print(f"random pairs, seeds {first} to {first + count - 1}")
        random_pairs.report()
        for title, a, b in single_changes():
            changes.measure(title, a, b)
        print("single changes")
        changes.report()
