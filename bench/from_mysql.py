"""`assay migrate from-mysql` beside pgloader on the same MariaDB databases. Usage: from_mysql.py PROGRAM FILE.sql…

Each file makes a database of a private MariaDB, which mariadb-dump dumps. The dump goes through assay and psql, the database through pgloader
(Debian's, default casts); then every value, key and constraint of the source is looked for in both results.
"""
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

from common import psql, server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests"))
import mariadb  # noqa: E402


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def asker(folder, port, database):
    def ask(sql):
        done = subprocess.run(psql(folder, port, database, "-XAt", "-v", "ON_ERROR_STOP=1", "-F", "\x1f", "-R", "\x1e", "-P", "null=\x01", "-c", "set timezone = 'UTC'", "-c", sql),
                              capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return [[None if field == "\x01" else field for field in row.split("\x1f")] for row in done.stdout.rstrip("\n").split("\x1e") if row]

    return ask


# What a schema promises, counted on both sides.
SOURCE = {
    "unique keys": "select count(*) from table_constraints where table_schema = '{0}' and constraint_type in ('PRIMARY KEY', 'UNIQUE')",
    "foreign keys": "select count(*) from referential_constraints where constraint_schema = '{0}'",
    "indexes": "select count(distinct table_name, index_name) from statistics where table_schema = '{0}' and non_unique = 1",
    "checks": "select count(*) from check_constraints where constraint_schema = '{0}' and check_clause not like 'json_valid%'",
    "views": "select count(*) from tables where table_schema = '{0}' and table_type = 'VIEW'",
    "comments": "select (select count(*) from tables where table_schema = '{0}' and table_comment not in ('', 'VIEW')) + (select count(*) from columns join tables using (table_schema, table_name) where table_schema = '{0}' and column_comment <> '' and table_type = 'BASE TABLE')",
}
TARGET = {
    "unique keys": "select count(*) from pg_index i join pg_class c on c.oid = i.indrelid where i.indisunique and c.relnamespace = '{0}'::regnamespace and not c.relispartition and pg_get_indexdef(i.indexrelid) !~ '\\mlower\\('",
    "foreign keys": "select count(*) from pg_constraint where contype = 'f' and connamespace = '{0}'::regnamespace and conparentid = 0",
    "indexes": "select count(*) from pg_index i join pg_class c on c.oid = i.indrelid where not i.indisunique and c.relnamespace = '{0}'::regnamespace and not c.relispartition",
    "checks": "select count(*) from pg_constraint c join pg_class t on t.oid = c.conrelid where contype = 'c' and connamespace = '{0}'::regnamespace and not t.relispartition",
    "views": "select count(*) from pg_class where relkind = 'v' and relnamespace = '{0}'::regnamespace",
    "comments": "select count(*) from pg_description d join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass where c.relnamespace = '{0}'::regnamespace and c.relkind in ('r', 'p')",
}


def through_assay(program, dump, folder, port, scratch):
    begun = time.monotonic()
    done = subprocess.run([program, "migrate", "from-mysql", dump, "--rows", "--output", scratch / "made.sql"], capture_output=True, text=True)
    seconds = time.monotonic() - begun
    loaded = subprocess.run(psql(folder, port, "ours", "-X", "-v", "ON_ERROR_STOP=1"), input=(scratch / "made.sql").read_text(), capture_output=True, text=True)
    said = [line for line in done.stdout.splitlines() if "statements, " in line] or [done.stderr.strip()]
    return seconds, f"exit {done.returncode}; {said[0]}" + (f"; psql: {loaded.stderr.strip()}" if loaded.returncode else "")


def through_pgloader(port, database, folder, postgres_port, scratch):
    script = scratch / "load"
    script.write_text(f"load database from mysql://root@127.0.0.1:{port}/{database} into pgsql://postgres@unix:{folder}:{postgres_port}/theirs;")
    begun = time.monotonic()
    done = subprocess.run(["pgloader", "--root-dir", scratch / "root", script], capture_output=True, text=True)
    errors = sum(line.lstrip("\x1b[0m0123456789-:T.Z ").startswith("ERROR") or " ERROR " in line for line in (done.stdout + done.stderr).splitlines())
    return time.monotonic() - begun, f"exit {done.returncode}; {errors} errors in its log"


def report(name, seconds, said, maria, database, ask, schema):
    print(f"  {name}: {seconds:.1f} s; {said}")
    if ask(f"select to_regnamespace('{schema}') is null")[0][0] == "t":
        return print("    nothing arrived")
    found = mariadb.differences(maria, database, ask, schema)
    print(f"    tables that differ in columns or values: {len(found)}" + "".join(f"\n      {each[:160]}" for each in found[:8]))
    for what, sql in TARGET.items():
        theirs, ours = maria.rows(SOURCE[what].format(database))[0][0], ask(sql.format(schema))[0][0]
        if theirs != ours:
            print(f"    {what}: {theirs} in MariaDB, {ours} here")


def main():
    program, files = sys.argv[1], [pathlib.Path(word) for word in sys.argv[2:]]
    port = free_port()
    maria = mariadb.MariaDB(port)
    maria.run("set global sql_mode = '';")
    try:
        with server() as (folder, postgres_port), tempfile.TemporaryDirectory() as scratch:
            for file in files:
                database = "db_" + "".join(c if c.isalnum() else "_" for c in file.stem)
                before = {row[0] for row in maria.rows("select schema_name from schemata")}
                maria.run(f"create database {database}")
                # What a client would read from other files is not here.
                maria.run("".join(line for line in file.read_text(errors="replace").splitlines(True) if not line.startswith("source ")), database)
                made = [row[0] for row in maria.rows("select schema_name from schemata") if row[0] not in before]
                database = max(made, key=lambda each: int(maria.rows(f"select count(*) from tables where table_schema = '{each}'")[0][0]))
                dump = pathlib.Path(scratch) / "dump.sql"
                dump.write_bytes(maria.dump(database))
                print(f"{file.name}: {dump.stat().st_size / 1e6:.1f} MB")
                for target in ("ours", "theirs"):
                    subprocess.run(psql(folder, postgres_port, "postgres", "-c", f"drop database if exists {target}", "-c", f"create database {target}"), check=True, capture_output=True)
                report("assay", *through_assay(program, dump, folder, postgres_port, pathlib.Path(scratch)), maria, database, asker(folder, postgres_port, "ours"), "public")
                report("pgloader", *through_pgloader(port, database, folder, postgres_port, pathlib.Path(scratch)), maria, database, asker(folder, postgres_port, "theirs"), f'"{database.lower()}"')
                for each in made:
                    maria.run(f"drop database {each}")
    finally:
        maria.stop()


if __name__ == "__main__":
    main()
