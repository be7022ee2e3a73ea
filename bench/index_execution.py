"""A workload really run: without new indexes, with Extend's set at HypoPG's sizes, with what `assay query index` advises, for the same budget.

Usage: index_execution.py ASSAY INDEX_ADVISOR ROWS.sql QUERIES.sql MB [REPEATS]. The rows are made on a server of its own; the statistics for
both searches are that server's, by `assay query snapshot`. Runs of one statement take turns (none, Extend, ours, ours, Extend, none, …; an
even number of repeats gives each its share of both orders), each on a copy of the database of its own, with the plan and the rows in memory
from the run before. Wall time is EXPLAIN's, CPU time what the server's process used, blocks those that it touched; writes are rolled back;
parallel workers and JIT are off, as in the searches. What is shown is the middle of the repeats with the quarters below and above it.
"""
import json
import pathlib
import re
import statistics
import subprocess
import sys
from typing import NamedTuple

from common import psql, server

SHOWN = {"none": "no index", "extend": "Extend", "ours": "ours"}
LEFT_OUT = ("Q2", "Q17", "Q20")  # of TPC-H, as in the searches
LIMIT_S = 20


class Run(NamedTuple):
    wall_ms: float
    cpu_ms: float
    blocks: int


def read_queries(path):
    """(name, statement) of a script whose statements end with ";" at the end of a line; names stand in "-- name: Q1" before them."""
    found = []
    for piece in re.split(r";[ \t]*(?:\n|$)", pathlib.Path(path).read_text()):
        name = re.search(r"^-- name: (\S+)", piece, re.M)
        text = re.sub(r"^--.*\n", "", piece, flags=re.M).strip()
        if text:
            found.append((name[1] if name else str(len(found) + 1), text))
    return [(name, text) for name, text in found if name not in LEFT_OUT]


def sql(place, database, *statements, text=None):
    words = [word for statement in statements for word in ("-c", statement)]
    done = subprocess.run(psql(*place, database, "-XAt", "-U", "postgres", "-v", "ON_ERROR_STOP=1", *words), input=text, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done


def run(place, kind, statement):
    """One Run; None when it takes too long. The plan is made before, so that what is counted is its execution alone."""
    script = f"""set statement_timeout = '{LIMIT_S}s'; set max_parallel_workers_per_gather = 0; set jit = off;
begin; prepare measured as {statement};
\\o /dev/null
explain execute measured;
\\o
set local client_min_messages = log; set local log_executor_stats = on;
explain (analyze, timing off, buffers, format json) execute measured;
rollback;
"""
    try:
        done = sql(place, kind, text=script)
    except RuntimeError as error:
        if "statement timeout" in str(error):
            return None
        raise
    plan = json.loads(done.stdout)[0]
    user, system = re.search(r"!\s+([\d.]+) s user, ([\d.]+) s system", done.stderr).groups()
    return Run(plan["Execution Time"], 1000 * (float(user) + float(system)), plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])


def turns(place, statement, repeats):
    """Runs by kind; none for a kind that takes too long, which is not run again."""
    runs = {kind: [] for kind in SHOWN}
    kinds = [kind for kind in SHOWN if run(place, kind, statement)]
    for repeat in range(repeats):
        for kind in kinds if repeat % 2 == 0 else kinds[::-1]:
            runs[kind].append(run(place, kind, statement) or Run(LIMIT_S * 1000, LIMIT_S * 1000, 0))
    return runs


def spread(values, digits):
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{middle:9.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def show(name, runs):
    for kind, own in runs.items():
        if own:
            walls, cpus, blocks = zip(*own)
            said = f"{spread(walls, 2):32} ms, CPU {statistics.median(cpus):8.2f}, {statistics.median(blocks):8.0f} blocks"
        else:
            said = f"more than {LIMIT_S} s"
        print(f"{name if kind == 'none' else '':4} {SHOWN[kind]:9} {said}", flush=True)


def show_sums(all_runs, repeats):
    finished = [runs for runs in all_runs if all(runs.values())]
    sums = {kind: [Run(*map(sum, zip(*(runs[kind][repeat] for runs in finished)))) for repeat in range(repeats)] for kind in SHOWN}
    print(f"sums of the {len(finished)} that end within {LIMIT_S} s every way")
    show("", sums)
    for kind in list(SHOWN)[1:]:
        for what in ("wall_ms", "cpu_ms"):
            ratios = [getattr(before, what) / getattr(after, what) for before, after in zip(sums["none"], sums[kind])]
            print(f"no index / {SHOWN[kind]}, {what[:-3]}: {spread(ratios, 2).strip()}")


def sets(assay, advisor, snapshot, queries, workload, mb):
    """Statements by kind. The bench's own binary leaves out what is left out itself, as it reads TPC-H."""
    lines = subprocess.run([advisor, snapshot, queries, f"sets={mb}"], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    advice = subprocess.run([assay, "query", "index", "--base", snapshot, "--workload", workload, "--budget", f"{mb}MB", "--per-table", "100", "--time", "10m",
                             "--format", "json"], stdout=subprocess.PIPE, text=True)
    if advice.returncode > 1:
        raise RuntimeError(advice.stderr)
    return {"extend": [line.split("\t")[1] for line in lines if line.startswith("extend\t")],
            "ours": [index["statement"].replace(" CONCURRENTLY", "") for index in json.loads(advice.stdout)["indexes"]]}


def main(assay, advisor, rows, queries_file, mb, repeats):
    queries = read_queries(queries_file)
    with server() as place:
        folder, port = place
        sql(place, "postgres", "create database none")
        sql(place, "none", text=pathlib.Path(rows).read_text())
        sql(place, "none", "vacuum analyze")
        workload, snapshot = folder / "queries.sql", folder / "snapshot.sql"
        workload.write_text("".join(f"-- name: {name}\n{text};\n" for name, text in queries))
        with open(snapshot, "w") as file:
            subprocess.run([assay, "query", "snapshot", f"postgres://postgres@/none?host={folder}&port={port}"], stdout=file, check=True)
        for kind, statements in sets(assay, advisor, snapshot, queries_file, workload, mb).items():
            sql(place, "postgres", f"create database {kind} template none")
            indexes = "select coalesce(sum(pg_relation_size(indexrelid)), 0) from pg_index"
            before = int(sql(place, kind, indexes).stdout)
            sql(place, kind, *statements)
            print(f"{SHOWN[kind]}: {len(statements)} indexes, {(int(sql(place, kind, indexes).stdout) - before) / 1e6:.1f} MB built, for a budget of {mb} MB")
        for kind in SHOWN:
            sql(place, kind, "vacuum")
        all_runs = []
        for name, statement in queries:
            all_runs.append(turns(place, statement, repeats))
            show(name, all_runs[-1])
        show_sums(all_runs, repeats)


if __name__ == "__main__":
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    main(*sys.argv[1:5], float(sys.argv[5]), int(sys.argv[6]) if len(sys.argv) > 6 else 6)
