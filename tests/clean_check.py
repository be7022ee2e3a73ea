"""Clean by our own fixes: `assay fix` writes every statement that Assay offers for a schema into a copy of its files, in the order of the
report, and it is checked again. What was fixed must be gone, no statement may fail, and nothing may be found that was not there before:
fixes that undo each other, touch one object twice or bring the next finding are what this looks for. With ASSAY_CORPUS, real schemas follow the example.
Usage: clean_check.py PROGRAM ROOT"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

EXAMPLE = "examples/bookshop"
CORPUS = ["sql/chinook.sql", "sql/northwind.sql", "sql/pagila-schema.sql", "sql/graphile-starter-schema.sql", "sql/openstreetmap-structure.sql",
          "sql/danbooru-structure.sql", "sql/temporal-schema.sql", "sql/basejump-migrations", "sql/harbor-migrations", "sql/omop-cdm-5.4",
          "sql/adventureworks-install.sql", "sql/musicbrainz", "migrations/documenso-prisma", "migrations/supabase-auth"]

# What PostgreSQL says where a fix is right and this database is not ready for it: rows that break the rule have to be mended first, and
# the lab's superuser owns the extensions.
NOT_READY = re.compile("is violated by some row|could not create unique index|violates foreign key constraint|must be owner of")

# What the next step of a fix is: an owned sequence makes its column a serial one, of which identity is the better form.
NEXT_STEP = {"postgres/serial-not-identity": "postgres/sequence-not-owned"}


def check(program, source):
    run = subprocess.run([program, "check", "--format", "json", "--prove", "none", "--fail-on", "never", str(source)], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{source}: {run.stderr}")
    return json.loads(run.stdout)["findings"]


def names(findings):
    return {(finding["rule"], name) for finding in findings for name in [finding["object"], *finding["also"]]}


def copy_of(source, folder):
    target = pathlib.Path(folder) / source.name
    shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return target


def is_applied(finding):
    return finding["fix"] and finding["fix"]["statement"] and finding["fix"]["safety"] in ("safe", "unsafe") and not finding["suppressed"]


def problems_of(program, source):
    before = check(program, source)
    fixed = [finding for finding in before if is_applied(finding)]
    with tempfile.TemporaryDirectory(prefix="assay-clean-") as folder:
        target = copy_of(source, folder)
        keys = [finding["key"] for finding in fixed]
        written = subprocess.run([program, "fix", "--prove", "none", *keys, str(target)], capture_output=True, text=True) if keys else None
        if written and written.returncode not in (0, 1):
            return 0, [f"{source.name}: assay fix: {written.stderr.strip()}"]
        after = check(program, target)
    refused = [finding for finding in after if finding["rule"] == "postgres/statement-fails" and NOT_READY.search(finding["message"])]
    waiting = [finding["object"].split(": ", 1)[1] for finding in refused]
    left, old, keys = {finding["key"]: finding for finding in after}, names(before), {finding["key"] for finding in before}
    problems = [f"{source.name}: not cured: {finding['rule']} {left[finding['key']]['object']}\n    {finding['fix']['statement']}"
                for finding in fixed if finding["key"] in left and not any(text in finding["fix"]["statement"] for text in waiting)]
    problems += [f"{source.name}: brought by a fix: {finding['rule']} {finding['object']}: {finding['message']}"
                 for finding in after
                 if finding not in refused and finding["key"] not in keys and not names([finding]) <= old
                 and NEXT_STEP.get(finding["rule"]) not in {one["rule"] for one in fixed}]
    print(f"{source.name:32} {len(before):4} findings, {len(fixed):4} fixes applied, {len(refused):2} of them refused by rows or owner, {len(after):4} findings left")
    return len(fixed), problems


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    corpus = os.environ.get("ASSAY_CORPUS")
    sources = [root / EXAMPLE] + [pathlib.Path(corpus) / path for path in CORPUS if corpus]
    applied, problems = 0, []
    for source in sources:
        if source.exists():
            count, found = problems_of(program, source)
            applied, problems = applied + count, problems + found
    print("\n".join(problems))
    print(f"{applied - len(problems)} passed, {len(problems)} failed")
    return 1 if problems or not applied else 0


if __name__ == "__main__":
    sys.exit(main())
