"""What the measurements share: a server of their own, and medians of wall time."""

import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("POSTGRES_BIN", "/usr/lib/postgresql/15/bin"))


def as_user(words):
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else list(words)


@contextlib.contextmanager
def server(port=54999):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-bench-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    subprocess.run(as_user([BIN / "initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]), check=True,
                   stdout=subprocess.DEVNULL, cwd=folder)
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c port={port} -c fsync=off"
    subprocess.run(as_user([BIN / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", options, "start"]), check=True,
                   stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield folder, port
    finally:
        subprocess.run(as_user([BIN / "pg_ctl", "-m", "immediate", "-D", data, "stop"]), stdout=subprocess.DEVNULL, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def psql(folder, port, database, *words):
    return [BIN / "psql", "-h", folder, "-p", str(port), "-U", "postgres", "-d", database, "-q", *words]


def once(words):
    start = time.monotonic()
    subprocess.run([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def medians(*commands, runs=9):
    """Median wall times of commands that take turns, so that a noisy minute falls on all of them; the first turn is not counted.
    A command is words, or a function of the number of the turn that gives words."""
    times = [[] for _ in commands]
    for turn in range(runs + 1):
        for taken, command in zip(times, commands):
            taken.append(once(command(turn) if callable(command) else command))
    return [statistics.median(taken[1:]) for taken in times]
