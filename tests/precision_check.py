"""docs/precision/*.tsv hold the verdicts of people who read Assay's findings on real schemas one by one. This computes the share of
errors and warnings that were right, and, where ASSAY_CORPUS names the folder of those schemas, looks whether a false alarm that was
mended has come back. Files named splinter-… hold the same reading of another checker's findings: they are counted apart. Usage: precision_check.py PROGRAM ROOT"""

import json
import os
import pathlib
import subprocess
import sys

LEAST = 0.9


def verdicts(file):
    rows = [line.split("\t") for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return [row for row in rows if row[0] != "key" and len(row) >= 5]


def source_of(name):
    corpus = os.environ.get("ASSAY_CORPUS")
    for folder in ("sql", "migrations") if corpus else ():
        for path in sorted((pathlib.Path(corpus) / folder).iterdir()):
            if path.stem == name or path.name == name:
                return path
    return None


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    passed, problems = 0, []
    right = wrong = 0
    others = []
    for file in sorted((root / "docs/precision").glob("*.tsv")):
        rows = verdicts(file)
        weighty = [row for row in rows if row[1] in ("error", "warning") and row[3] != "fixed"]
        good = sum(row[3] == "true" for row in weighty)
        if file.stem.startswith("splinter-"):
            others += [(row[1] in ("error", "warning"), row[3] == "true") for row in rows]
            continue
        right, wrong = right + good, wrong + len(weighty) - good
        print(f"{file.stem:32} {good:4} of {len(weighty):4} errors and warnings right")
        passed += 1
        area = file.stem.startswith("migrate-")  # read as migrations, not as a schema
        source = source_of(file.stem.removeprefix("migrate-"))
        if source is None:
            continue
        run = subprocess.run([program, *(["migrate", "lint"] if area else ["check"]), "--prove", "none", "--fail-on", "never", "--format", "json", str(source)], capture_output=True, text=True)
        seen = {finding["key"] for finding in json.loads(run.stdout)["findings"]}
        back = [row for row in rows if row[3] == "fixed" and row[0] in seen]
        problems += [f"{file.stem}: a false alarm has come back: {row[0]} {row[2]}" for row in back]
        passed += 1
    share = right / (right + wrong) if right + wrong else 1
    print(f"together {right} of {right + wrong}: {share:.3f}")
    for kind, read in (("errors and warnings", [true for heavy, true in others if heavy]), ("with notes", [true for _, true in others])):
        if read:
            print(f"splinter on the inputs that were read, {kind}: {sum(read)} of {len(read)}: {sum(read) / len(read):.3f}")
    if share < LEAST:
        problems.append(f"{share:.3f} is less than {LEAST}")
    print("\n".join(problems))
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
