"""Precision and recall of the plan rules against labels that a person wrote by reading the plans.

    plan_labels_check.py ASSAY LABELS [FOLDER] [--table]

LABELS has lines "plan TAB rule TAB reason": a finding that must be there, "-" for none, "?rule" for one that is true
and need not be said. The plans are FOLDER/NAME.*, every format its own run; without FOLDER those of the folder plans/
in ASSAY_CORPUS. A label of NAME.txt is of that format alone and stands for those of NAME there. Held are a precision and a recall of nine tenths and at most three findings a plan; told as well is the
stricter precision in which what need not be said counts as wrong.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys

LEAST = 0.9
MOST_FINDINGS = 3
FORMATS = (".txt", ".json", ".yaml", ".xml")

arguments = [word for word in sys.argv[1:] if word != "--table"]
assay, labels = arguments[0], pathlib.Path(arguments[1])
folder = pathlib.Path(arguments[2]) if len(arguments) > 2 else pathlib.Path(os.environ.get("ASSAY_CORPUS", "/nowhere")) / "plans"
if not folder.is_dir():
    print("skipped: ASSAY_CORPUS names no folder with plans/")
    sys.exit(77)


def read_labels():
    wanted, tolerated = collections.defaultdict(set), collections.defaultdict(set)
    for number, line in enumerate(labels.read_text().splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        name, rule, reason = line.split("\t")
        if not reason:
            sys.exit(f"{labels}:{number}: expected a reason")
        wanted[name]  # known, though it may want nothing
        if rule.startswith("?"):
            tolerated[name].add(rule[1:])
        elif rule != "-":
            wanted[name].add(rule)
    return wanted, tolerated


def findings(path):
    done = subprocess.run([assay, "query", "explain", "--prove", "none", "--format", "json", path], capture_output=True, text=True, timeout=120)
    if done.returncode not in (0, 1):
        return None
    return {finding["rule"].split("/", 1)[1] for finding in json.loads(done.stdout)["findings"]}


def ratio(part, whole):
    return part / whole if whole else 1.0


wanted, tolerated = read_labels()
known_rules = {line.split()[0].split("/", 1)[1] for line in subprocess.run([assay, "rules", "query"], capture_output=True, text=True,
                                                                           check=True).stdout.splitlines() if line.startswith("query/")}
problems, failed = [], False
for rule in sorted(set().union(*wanted.values(), *tolerated.values()) - known_rules):
    problems.append(f"{rule}: labelled, and no such rule")
    failed = True
by_format = collections.defaultdict(collections.Counter)
for name in sorted(wanted):
    if name.endswith(FORMATS):
        continue
    paths = sorted(path for path in folder.glob(f"{name}.*") if path.suffix in FORMATS)
    if not paths:
        problems.append(f"{name}: labelled, and no such plan")
        failed = True
    for path in paths:
        seen = findings(path)
        if seen is None:
            problems.append(f"{path.name}: could not be read")
            failed = True
            continue
        counts = by_format[path.suffix[1:]]
        label = path.name if path.name in wanted else name
        right = seen & wanted[label]
        counts["plans"] += 1
        counts["said"] += len(seen)
        counts["right"] += len(right)
        counts["wanted"] += len(wanted[label])
        counts["tolerated"] += len(seen & tolerated[label])
        if "--table" in sys.argv:
            print(path.name, *sorted(seen) or ["-"], sep="\t")
        for rule in sorted(wanted[label] - seen):
            problems.append(f"{path.name}: {rule} is missing")
        for rule in sorted(seen - wanted[label] - tolerated[label]):
            problems.append(f"{path.name}: {rule} is not labelled")
        if len(seen) > MOST_FINDINGS:
            problems.append(f"{path.name}: {len(seen)} findings: {', '.join(sorted(seen))}")
            failed = True

for problem in problems:
    print(problem)
names = sum(not name.endswith(FORMATS) for name in wanted)
by_format["all"] = sum(by_format.values(), collections.Counter())
for kind, counts in sorted(by_format.items()):
    precision = ratio(counts["right"], counts["said"] - counts["tolerated"])
    strict = ratio(counts["right"], counts["said"])
    recall = ratio(counts["right"], counts["wanted"])
    # A format in which only some of the plans are is too few to hold to anything.
    held = kind == "all" or counts["plans"] == names
    failed = failed or (held and (precision < LEAST or recall < LEAST))
    print(f"{kind}: {counts['plans']} plans, {counts['wanted']} labels: precision {precision:.3f} (strictly {strict:.3f}), recall {recall:.3f}")
sys.exit(1 if failed else 0)
