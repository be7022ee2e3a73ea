"""A private MariaDB, and whether a PostgreSQL database holds what one of its databases holds."""

import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import time

SERVER, INSTALLER = shutil.which("mariadbd", path="/usr/sbin:/usr/bin"), shutil.which("mariadb-install-db")
CLIENT, DUMP = shutil.which("mariadb"), shutil.which("mariadb-dump")


def is_there():
    return all((SERVER, INSTALLER, CLIENT, DUMP))


class MariaDB:
    """On a socket in a private folder; as an unprivileged user when the test is root."""

    def __init__(self, port=None):
        """On a port of 127.0.0.1 too, where one is named."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-mariadb-"))
        self.as_user = {}
        if os.getuid() == 0:
            user = pwd.getpwnam("nobody")
            self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.socket = self.folder / "socket"
        settings = ["--no-defaults", f"--datadir={self.folder}/data"]
        subprocess.run([INSTALLER, *settings, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"], cwd="/",
                       check=True, capture_output=True, **self.as_user)
        self.process = subprocess.Popen([SERVER, *settings, f"--socket={self.socket}", f"--pid-file={self.folder}/pid", *(["--bind-address=127.0.0.1", f"--port={port}"] if port else ["--skip-networking"]), "--skip-log-bin",
                                         "--innodb-flush-log-at-trx-commit=0", "--default-time-zone=+00:00", "--character-set-server=utf8mb4"],
                                        cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.as_user)
        for _ in range(200):
            if subprocess.run([CLIENT, *self.client(), "-e", "select 1"], capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("MariaDB does not start")

    def client(self):
        return ["--no-defaults", f"--socket={self.socket}", "-uroot"]

    def run(self, script, database=None):
        done = subprocess.run([CLIENT, *self.client(), "--default-character-set=utf8mb4", *([database] if database else [])], input=script.encode(), capture_output=True)
        if done.returncode:
            raise RuntimeError(done.stderr.decode())

    def rows(self, sql, database="information_schema"):
        done = subprocess.run([CLIENT, *self.client(), "-N", "-B", "--default-character-set=utf8mb4", database, "-e", sql], check=True, capture_output=True)
        return [line.split("\t") for line in done.stdout.decode().splitlines()]

    def dump(self, database, *options):
        return subprocess.run([DUMP, *self.client(), "--default-character-set=utf8mb4", "--routines", "--triggers", *options, database], check=True, capture_output=True).stdout

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


# What both servers are asked for, by MariaDB's type: expressions that give the same text for the same value.
BINARY = ("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob")


def source_expression(name, kind, column_type):
    column = f"`{name}`"
    if "zerofill" in column_type:
        return f"{column} + 0"
    if kind in BINARY:
        return f"lower(hex({column}))"
    if kind == "bit":
        return f"{column} + 0"
    if kind in ("datetime", "timestamp", "date"):
        return f"nullif(concat({column}, ''), if(month({column}) = 0 or day({column}) = 0, concat({column}, ''), ''))"
    if kind == "point":
        return f"concat(st_x({column}), ' ', st_y({column}))"
    return f"{column}"


def target_expression(name, kind, column_type, made):
    column = f'"{name.lower()}"'
    if made == "boolean":
        return f"{column}::int::text"
    if kind in BINARY:
        return f"encode({column}, 'hex')"
    if kind == "bit":
        return f"{column}::bigint::text"
    if kind in ("datetime", "timestamp", "time") and not made.startswith("interval"):
        digits = int(column_type.split("(")[1].rstrip(")")) if "(" in column_type else 0
        return f"to_char({column}, '{'HH24:MI:SS' if kind == 'time' else 'YYYY-MM-DD HH24:MI:SS'}')" + (f" || '.' || left(to_char({column}, 'US'), {digits})" if digits else "")
    if kind == "set":
        return f"array_to_string({column}, ',')"
    if kind == "point":
        return f"{column}[0] || ' ' || {column}[1]"
    if kind == "time":
        return f"case when {column} < interval '0' then '-' else '' end || to_char(abs(extract(epoch from {column}))::bigint / 3600, 'FM9900') || to_char(abs(extract(epoch from {column}))::bigint / 60 % 60, '\":\"FM00') || to_char(abs(extract(epoch from {column}))::bigint % 60, '\":\"FM00')"
    return f"{column}::text"


def differences(maria, database, ask, schema="public"):
    """What differs between a database of MariaDB's and PostgreSQL's: `ask` gives the rows of a query there, NULL as None."""
    found = []
    tables = [row[0] for row in maria.rows(f"select table_name from tables where table_schema = '{database}' and table_type = 'BASE TABLE'")]
    for table in tables:
        columns = maria.rows(f"select column_name, data_type, column_type from columns where table_schema = '{database}' and table_name = '{table}' order by ordinal_position")
        made = dict(ask(f"select attname, format_type(atttypid, null) from pg_attribute where attrelid = to_regclass('{schema}.\"{table.lower()}\"') and attnum > 0 and not attisdropped"))
        if [name.lower() for name, _, _ in columns] != list(made):
            found.append(f"{table}: columns {[name for name, _, _ in columns]}, {list(made)}")
            continue
        # In hexadecimal, so that no byte of a value is in the way.
        asked = ", '|', ".join(f"coalesce(hex(convert({source_expression(name, kind, full)} using utf8mb4)), '-')" for name, kind, full in columns)
        theirs = [read_row(columns, line[0]) for line in maria.rows(f"select concat({asked}) from `{table}`", database)]
        asked = " || '|' || ".join(f"coalesce(encode(convert_to({target_expression(name, kind, full, made[name.lower()])}, 'UTF8'), 'hex'), '-')" for name, kind, full in columns)
        ours = [read_row(columns, line[0]) for line in ask(f"select {asked} from {schema}.\"{table.lower()}\"")]
        found += row_differences(table, columns, theirs, ours)
    return found


def read_row(columns, line):
    return {name: None if field == "-" else bytes.fromhex(field).decode() for (name, _, _), field in zip(columns, line.split("|"))}


def plain(value, kind):
    if value is None:
        return None
    if kind in ("json", "longtext"):
        try:
            return json.dumps(json.loads(value), sort_keys=True)
        except ValueError:
            pass
    if kind in ("float", "double", "point"):  # MariaDB prints six digits of a FLOAT
        return " ".join(f"{float(each):.{6 if kind == 'float' else 17}g}" for each in value.split())
    return value.rstrip(" ") if kind == "char" else value


def row_differences(table, columns, theirs, ours):
    if len(theirs) != len(ours):
        return [f"{table}: {len(theirs)} rows, {len(ours)} came over"]
    kinds = {name: kind for name, kind, _ in columns}

    def sort_key(row):
        return [(row[name] is not None, plain(row[name], kinds[name]) or "") for name in kinds]

    for theirs_row, ours_row in zip(sorted(theirs, key=sort_key), sorted(ours, key=sort_key)):
        for name, kind in kinds.items():
            if plain(theirs_row[name], kind) != plain(ours_row[name], kind):
                return [f"{table}.{name}: {theirs_row[name]!r} became {ours_row[name]!r}"]
    return []
