"""TPC-DS for the searches: the statistics of its rows and its statements, from what DuckDB's package brings along.

Usage: make.py ASSAY FOLDER [SCALE]. Needs PyPI's duckdb 0.9 to 1.1, whose wheels hold the generator; nothing is fetched. The rows of this
scale (1 unless told, some 1.5 GB) are loaded into a server of its own, without any key or index, as published comparisons have it, and
analysed; FOLDER/snapshot.sql is what `assay query snapshot` takes of them: the rows are needed once. FOLDER/queries.sql has the generator's
statements with its own parameters, of each number one, without those that published comparisons leave out.
"""
import pathlib
import subprocess
import sys
import tempfile

import duckdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from common import psql, server  # noqa: E402

# DuckDB's names of types as PostgreSQL has them; numbers, dates and decimals are called the same.
TYPES = {"VARCHAR": "text"}
# As Kossmann and others have it (VLDB 2020): without indexes each costs so much that it hides all others.
LEFT_OUT = {4, 6, 9, 10, 11, 32, 35, 41, 95}


def columns_by_table(duck):
    rows = duck.execute("select table_name, column_name, data_type from duckdb_columns() where schema_name = 'main' and not internal "
                        "order by table_name, column_index").fetchall()
    tables = {}
    for table, column, kind in rows:
        tables.setdefault(table, []).append(f"{column} {TYPES.get(kind, kind.lower())}")
    return tables


def statements(duck):
    """(number, text) of all 99."""
    return [(number, text.strip().rstrip(";").rstrip()) for number, text in duck.execute("select query_nr, query from tpcds_queries() order by 1").fetchall()]


def run(place, database, *statements, given=None):
    words = [word for statement in statements for word in ("-c", statement)]
    done = subprocess.run(psql(*place, database, "-XAt", "-U", "postgres", "-v", "ON_ERROR_STOP=1", *words), stdin=given, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def load(duck, place, scratch):
    for table, columns in columns_by_table(duck).items():
        file = scratch / f"{table}.csv"
        duck.execute(f"copy {table} to '{file}' (format csv, header false, delimiter '|', nullstr '\\N')")
        with open(file, "rb") as rows:
            run(place, "tpcds", f"create table {table} ({', '.join(columns)})", f"copy {table} from stdin with (format csv, delimiter '|', null '\\N')", given=rows)
        file.unlink()
    run(place, "tpcds", "vacuum analyze")


def main(assay, folder, scale):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    duck = duckdb.connect()
    duck.execute("set autoinstall_known_extensions = false")
    duck.execute(f"call dsdgen(sf={scale})")
    texts = statements(duck)
    (folder / "queries.sql").write_text("".join(f"-- name: {number}\n{text};\n" for number, text in texts if number not in LEFT_OUT))
    with server() as place, tempfile.TemporaryDirectory(prefix="assay-tpcds-") as scratch:
        run(place, "postgres", "create database tpcds")
        load(duck, place, pathlib.Path(scratch))
        planned = 0
        for number, text in texts:
            try:
                run(place, "tpcds", "explain " + text)
                planned += 1
            except RuntimeError as error:
                print(f"{number} is not planned: {error}")
        print(f"{planned} of {len(texts)} statements are planned")
        with open(folder / "snapshot.sql", "w") as file:
            subprocess.run([assay, "query", "snapshot", f"postgres://postgres@/tpcds?host={place[0]}&port={place[1]}"], stdout=file, check=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 1)
