"""Checking a file, beside psql loading it into an empty database. Usage: load.py ASSAY FILE"""

import subprocess
import sys

from common import medians, psql, server

if __name__ == "__main__":
    assay, file = sys.argv[1:3]
    with server() as (folder, port):
        def load(turn):
            subprocess.run(psql(folder, port, "postgres", "-c", f"create database d{turn}"), check=True)
            return psql(folder, port, f"d{turn}", "-f", file)

        whole, loading = medians([assay, "check", "--prove", "none", "--fail-on", "never", file], load)
        print(f"psql -f                  {loading * 1000:7.0f} ms")
        print(f"assay check, whole       {whole * 1000:7.0f} ms")
        print(f"ratio assay / psql       {whole / loading:7.2f}")
