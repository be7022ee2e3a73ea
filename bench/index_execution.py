"""TPC-H really run: without indexes, with Extend's set at HypoPG's sizes, with ours at real sizes, for the same budget.

Usage: index_execution.py ASSAY INDEX_ADVISOR MB [REPEATS]. The rows are bench/tpch/rows.sql's, on a server of its own; statistics for both
searches are that server's, by `assay query snapshot`. Runs of one query take turns (none, Extend, ours, ours, Extend, none, …), each on a
copy of the database of its own, after one run that is not counted; parallel workers and JIT are off, as in the searches.
"""
import json
import pathlib
import re
import statistics
import subprocess
import sys

from common import psql, server

HERE = pathlib.Path(__file__).resolve().parent
KINDS = ("none", "extend", "ours")
LIMIT_S = 20


def queries():
    text = (HERE / "tpch/queries.sql").read_text()
    found = re.findall(r"-- name: (Q\d+)\n(.*?);\n?(?=-- name|\Z)", text, re.S)
    return [(name, sql) for name, sql in found if name not in ("Q2", "Q17", "Q20")]


def sql(place, database, *statements, text=None):
    words = [word for statement in statements for word in ("-c", statement)]
    done = subprocess.run(psql(*place, database, "-XAt", "-U", "postgres", "-v", "ON_ERROR_STOP=1", *words), input=text, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def milliseconds(place, kind, query):
    """Of one run; None when it takes too long."""
    settings = f"set statement_timeout = '{LIMIT_S}s'; set max_parallel_workers_per_gather = 0; set jit = off;"
    try:
        plan = sql(place, kind, settings, "explain (analyze, timing off, format json) " + query)
    except RuntimeError as error:
        if "statement timeout" in str(error):
            return None
        raise
    return json.loads(plan[plan.index("["):])[0]["Execution Time"]


def turns(place, query, repeats):
    """Times by kind; none for a kind that takes too long, which is not run again."""
    times = {kind: [] for kind in KINDS}
    kinds = [kind for kind in KINDS if milliseconds(place, kind, query) is not None]
    for repeat in range(repeats):
        for kind in kinds if repeat % 2 == 0 else kinds[::-1]:
            time = milliseconds(place, kind, query)
            times[kind].append(LIMIT_S * 1000 if time is None else time)
    return times


def shown(values):
    return f"{statistics.median(values):8.1f} ({min(values):7.1f} to {max(values):7.1f})" if values else f"more than {LIMIT_S} s"


def main(assay, advisor, mb, repeats):
    with server() as place:
        folder, port = place
        sql(place, "postgres", "create database none")
        subprocess.run(psql(*place, "none", "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-f", HERE / "tpch/rows.sql"), check=True)
        sql(place, "none", "vacuum analyze")
        snapshot = folder / "snapshot.sql"
        with open(snapshot, "w") as file:
            subprocess.run([assay, "query", "snapshot", f"postgres://postgres@/none?host={folder}&port={port}"], stdout=file, check=True)
        sets = subprocess.run([advisor, snapshot, HERE / "tpch/queries.sql", f"sets={mb}"], capture_output=True, text=True, check=True).stdout
        for kind in KINDS[1:]:
            sql(place, "postgres", f"create database {kind} template none")
            statements = [line.split("\t")[1] for line in sets.splitlines() if line.startswith(kind + "\t")]
            for statement in statements:
                sql(place, kind, statement)
            sql(place, kind, "vacuum")
            size = int(sql(place, kind, "select coalesce(sum(pg_relation_size(indexrelid)), 0) from pg_index i join pg_class c on c.oid = i.indrelid "
                                        "where c.relnamespace = 'public'::regnamespace"))
            print(f"{kind}: {len(statements)} indexes, {size / 1e6:.1f} MB built, for a budget of {mb} MB")
        sql(place, "none", "vacuum")
        print(f"{'':4} {'no index, ms':>30} {'Extend':>30} {'ours':>30}")
        sums = {kind: 0.0 for kind in KINDS}
        for name, query in queries():
            times = turns(place, query, repeats)
            print(f"{name:4} " + " ".join(f"{shown(times[kind]):>30}" for kind in KINDS), flush=True)
            if all(times.values()):
                for kind in KINDS:
                    sums[kind] += statistics.median(times[kind])
        print("sum of those that all finished\n     " + " ".join(f"{sums[kind]:30.1f}" for kind in KINDS))
        print(f"no index / Extend {sums['none'] / sums['extend']:.2f}, no index / ours {sums['none'] / sums['ours']:.2f}")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 5)
