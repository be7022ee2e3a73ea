"""Checking a file, beside psql loading it into an empty database. Usage: load.py ASSAY FILE"""

import subprocess
import sys
import time

from common import psql, seconds, server

if __name__ == "__main__":
    assay, file = sys.argv[1:3]
    with server() as (folder, port):
        times = []
        for run in range(4):
            subprocess.run(psql(folder, port, "postgres", "-c", f"create database d{run}"), check=True)
            start = time.monotonic()
            subprocess.run(psql(folder, port, f"d{run}", "-f", file), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            times.append(time.monotonic() - start)
        loading = sorted(times[1:])[1]
        whole = seconds([assay, "check", "--prove", "none", "--fail-on", "never", file])
        print(f"psql -f                  {loading * 1000:7.0f} ms")
        print(f"assay check, whole       {whole * 1000:7.0f} ms")
        print(f"ratio assay / psql       {whole / loading:7.2f}")
