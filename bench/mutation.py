"""Recall by mutation. Real schemas are loaded into a private PostgreSQL, whose catalogue says what each kind of fault could damage;
a seed picks the faults, each is appended to the schema's files as the migration of somebody in a hurry, and `assay check` reads them.

A hit is a finding of the rule that the fault calls for (decided in mutation_kinds.py, from the fault) that names the damaged object
and was not there before. Every fault is first executed on PostgreSQL alone and rolled back, so that none counts that cannot be made,
and one that assay could not load is not counted but fails the run. New findings of other rules are counted as surprises: most follow from
the fault (a table without a primary key has no replica identity either), so they are an upper bound of false alarms.

Usage: mutation.py ASSAY CORPUS [--faults 120] [--seed 1] [--kind NAME]
[--write FILE | --read FILE] [--verbose]. Exit status 1 below a recall of 0.9."""

import argparse
import collections
import concurrent.futures
import json
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

from common import psql, server
from mutation_kinds import KINDS, VIEWS

LEAST = 0.9

# Where a schema's files lie, and the name under which one more migration is read last.
SCHEMAS = {
    "bookshop": ("examples/bookshop", "migrations/V999__mutation.sql"),
    "chinook": ("sql/chinook.sql", None),
    "northwind": ("sql/northwind.sql", None),
    "pagila": ("sql/pagila-schema.sql", None),
    "adventureworks": ("sql/adventureworks-install.sql", None),
    "danbooru": ("sql/danbooru-structure.sql", None),
    "openstreetmap": ("sql/openstreetmap-structure.sql", None),
    "graphile-starter": ("sql/graphile-starter-schema.sql", None),
    "temporal": ("sql/temporal-schema.sql", None),
    "basejump": ("sql/basejump-migrations", "20991231000000_mutation.sql"),
    "harbor": ("sql/harbor-migrations", "9999_mutation.up.sql"),
    "musicbrainz": ("sql/musicbrainz", "99-Mutation.sql"),
    "omop": ("sql/omop-cdm-5.4", "9-mutation.sql"),
    "documenso": ("migrations/documenso-prisma", "20991231000000_mutation/migration.sql"),
}

# What the platforms of these schemas have before the first file, as far as faults need it. Each statement may fail alone.
ROLES = ["create role anon", "create role authenticated", "create role service_role bypassrls"]
BEFORE = {
    "basejump": [
        "create schema auth", "create schema extensions", 'create extension "uuid-ossp" schema extensions', "create extension pgcrypto",
        "create table auth.users (id uuid primary key, email text, raw_user_meta_data jsonb, raw_app_meta_data jsonb)",
        "create function auth.uid() returns uuid language sql stable as 'select null::uuid'",
        "create function auth.role() returns text language sql stable as 'select null::text'"],
    "musicbrainz": ["create schema musicbrainz", "alter database mutation_musicbrainz set search_path = musicbrainz, public"],
}

Fault = collections.namedtuple("Fault", "kind rules schema places statement")
Outcome = collections.namedtuple("Outcome", "fault hit surprises broken")


def files_of(source):
    return [source] if source.is_file() else sorted(path for path in source.rglob("*.sql") if ".down." not in path.name)


def load(folder, port, name, source):
    """As a database of its own, with whatever can be loaded: a statement that fails takes no other with it."""
    database = "mutation_" + name.replace("-", "_")

    def run(*words, **more):
        return subprocess.run(psql(folder, port, *words), capture_output=True, text=True, **more)

    run("postgres", "-c", f"create database {database}")
    for statement in ROLES + BEFORE.get(name, []):
        run(database, "-c", statement)
    for file in files_of(source):
        text = file.read_text(errors="replace").replace("@cdmDatabaseSchema", "public")
        text = re.sub(r"(?im)^\s*(\\c|\\connect|drop database|create database|\\copy|\\set on_error_stop).*$", "", text)
        run(database, "-f", "-", input=text)
    run(database, "-c", VIEWS)
    return database


def candidates(folder, port, database, kind):
    words = psql(folder, port, database, "-At", "-F", "\x1f", "-R", "\x1e", "-c", f"set search_path = ''; {kind.query}")
    run = subprocess.run(words, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{kind.name}: {run.stderr}")
    rows = [row.split("\x1f") for row in run.stdout.rstrip("\n").split("\x1e") if row]
    return sorted((places, statement) for places, statement in rows)


def can_be_made(folder, port, database, statement):
    words = psql(folder, port, database, "-v", "ON_ERROR_STOP=1", "-f", "-")
    return subprocess.run(words, input=f"begin;\n{statement}\nrollback;\n", capture_output=True, text=True).returncode == 0


def pick(folder, port, databases, wanted, seed, only):
    """A round gives each kind one fault, in the schema that has fewest so far, until there are enough."""
    chance = random.Random(seed)
    kinds = [kind for kind in KINDS if only in (None, kind.name)]
    left = {(kind.name, schema): candidates(folder, port, database, kind) for kind in kinds for schema, database in databases.items()}
    used, faults = collections.Counter(), []
    for rows in left.values():
        chance.shuffle(rows)
    while len(faults) < wanted:
        before = len(faults)
        for kind in chance.sample(kinds, len(kinds)):
            if len(faults) == wanted:
                break
            for schema in sorted(databases, key=lambda schema: (used[schema], used[kind.name, schema], chance.random())):
                rows = left[kind.name, schema]
                made = None
                for _ in range(min(20, len(rows))):
                    places, statement = rows.pop()
                    if can_be_made(folder, port, databases[schema], statement):
                        made = Fault(kind.name, kind.rules, schema, places, statement)
                        break
                if made:
                    faults.append(made)
                    used[schema] += 1
                    used[kind.name, schema] += 1
                    break
        if len(faults) == before:
            break
    return faults


def make_faults(sources, options):
    with server(port=54998) as (folder, port):
        databases = {name: load(folder, port, name, source) for name, (source, _) in sources.items()}
        return pick(folder, port, databases, options.faults, options.seed, options.kind)


def read_faults(file):
    rules = {kind.name: kind.rules for kind in KINDS}
    return [Fault(kind, rules[kind], *rest) for kind, _, *rest in json.loads(file.read_text())]


def check(assay, source, added, statement):
    """(rule, object) of every finding, with the objects that share its cause."""
    with tempfile.TemporaryDirectory(prefix="assay-mutation-") as folder:
        target = pathlib.Path(folder) / source.name
        if source.is_file():
            target.write_bytes(source.read_bytes() + b"\n" + statement.encode() + b"\n")
        else:
            shutil.copytree(source, target)
            file = target / added
            file.parent.mkdir(exist_ok=True)
            file.write_text(statement + "\n")
        run = subprocess.run([assay, "check", "--format", "json", "--prove", "none", "--fail-on", "never", str(target)],
                             capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"{source}: {run.stderr}")
        return {(finding["rule"], name.replace(folder, "")) for finding in json.loads(run.stdout)["findings"] for name in [finding["object"], *finding["also"]]}


def names(places, text):
    """Whether the text has all words of one of the alternatives."""
    words = set(re.findall(r"[\w$]+", text))
    return any(set(place.split()) <= words for place in places.split("|"))


def outcome(assay, sources, bases, fault):
    source, added = sources[fault.schema]
    found = check(assay, source, added, fault.statement)
    new = found - bases[fault.schema]
    broken = [name for rule, name in new if rule == "postgres/statement-fails"]
    expected = {(rule, name) for rule, name in new if rule.split("/")[1] in fault.rules and names(fault.places, name)}
    surprises = sorted((rule, name) for rule, name in new if rule.split("/")[1] not in fault.rules)
    return Outcome(fault, bool(expected), surprises, "; ".join(broken))


def print_outcomes(outcomes, verbose):
    table = collections.defaultdict(list)
    for one in outcomes:
        table[one.fault.kind].append(one)
    print(f"{'kind':32} found  schemas")
    for kind, ones in sorted(table.items()):
        print(f"{kind:32} {sum(one.hit for one in ones):2} of {len(ones):2}  {' '.join(sorted(one.fault.schema for one in ones))}")
    for one in outcomes:
        if one.broken:
            print(f"not loaded: {one.fault.kind} in {one.fault.schema}: {one.broken}\n    {one.fault.statement}")
        elif not one.hit:
            print(f"missed: {one.fault.kind} in {one.fault.schema}: {one.fault.places}\n    {one.fault.statement}")
        if verbose and one.surprises:
            print(f"surprises of {one.fault.kind} in {one.fault.schema}: {', '.join(f'{rule} {name}' for rule, name in one.surprises[:8])}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assay", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--faults", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", help="only this kind")
    parser.add_argument("--write", type=pathlib.Path, help="keep the faults in this file")
    parser.add_argument("--read", type=pathlib.Path, help="take the faults from a file that --write made")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()

    house = pathlib.Path(__file__).resolve().parent.parent
    sources = {name: ((house if path.startswith("examples") else options.corpus) / path, added) for name, (path, added) in SCHEMAS.items()}
    sources = {name: source for name, source in sources.items() if source[0].exists()}
    faults = read_faults(options.read) if options.read else make_faults(sources, options)
    if options.write:
        options.write.write_text(json.dumps(faults, indent=1))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        bases = dict(zip(sources, pool.map(lambda name: check(options.assay, *sources[name], "select 1;"), sources)))
        outcomes = list(pool.map(lambda fault: outcome(options.assay, sources, bases, fault), faults))
    print_outcomes(outcomes, options.verbose)

    made = [one for one in outcomes if not one.broken]
    hits = sum(one.hit for one in made)
    surprises = [len(one.surprises) for one in made]
    recall = hits / len(made) if made else 0
    print(f"\n{len(made)} faults of {len({one.fault.kind for one in made})} kinds in {len({one.fault.schema for one in made})} schemas, seed {options.seed}")
    print(f"surprises per fault: median {statistics.median(surprises):g}, mean {statistics.mean(surprises):.2f}, most {max(surprises)}")
    print(f"recall {hits} of {len(made)}: {recall:.3f}")
    return 1 if recall < LEAST or len(made) < len(outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
