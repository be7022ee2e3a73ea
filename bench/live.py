"""Reading a live database and running every rule, beside splinter's query through psql. Usage: live.py ASSAY SQL_FILE…"""

import os
import subprocess
import sys

from common import medians, psql, server

if __name__ == "__main__":
    assay, files = sys.argv[1], sys.argv[2:]
    with server() as (folder, port):
        subprocess.run(psql(folder, port, "postgres", "-c", "create database bench"), check=True)
        subprocess.run(psql(folder, port, "bench", "-c", "create schema if not exists musicbrainz; create role anon; create role authenticated; "
                            "alter database bench set search_path = musicbrainz, public"), check=True)
        for file in files:
            subprocess.run(psql(folder, port, "bench", "-f", file), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(psql(folder, port, "bench", "-c", "analyze"), check=True)
        url = f"postgresql:///bench?host={folder}&port={port}&user=postgres"
        subprocess.run(psql(folder, port, "bench", "-c", "select count(*) as tables from pg_class where relkind in ('r', 'p') and relnamespace in "
                            "(select oid from pg_namespace where nspname !~ '^(pg_|information)')"))
        commands = [[assay, "check", "--prove", "none", "--fail-on", "never", url], [assay, "map", url, "--sql", "select 1"]]
        splinter = os.environ.get("SPLINTER_SQL")
        if splinter:
            commands.append(psql(folder, port, "bench", "-f", splinter))
        whole, reading, *other = medians(*commands)
        print(f"assay check, whole       {whole * 1000:7.0f} ms")
        print(f"  reading and map        {reading * 1000:7.0f} ms")
        print(f"  rules and printing     {(whole - reading) * 1000:7.0f} ms")
        if other:
            print(f"splinter through psql    {other[0] * 1000:7.0f} ms")
            print(f"ratio assay / splinter   {whole / other[0]:7.2f}")
