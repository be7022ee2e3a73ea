"""Plans of a corpus, in EXPLAIN's four formats and as people paste them, read by `assay query explain`.

    plans_check.py ASSAY          with ASSAY_CORPUS naming a folder that holds plans/

Each plan lies there as NAME.txt, .json, .yaml and .xml, every format its own run: checked is what one run shares with
another (nodes, titles, inputs, estimates), that the exclusive times of each add up to the root's, that a plan in
variants/ is the model of the plain one, and that none that was cut (…half…) looks whole.
"""
import json
import os
import pathlib
import subprocess
import sys

assay = sys.argv[1]
folder = pathlib.Path(os.environ.get("ASSAY_CORPUS", "/nowhere")) / "plans"
if not folder.is_dir():
    print("skipped: ASSAY_CORPUS names no folder with plans/")
    sys.exit(77)
formats = ("txt", "json", "yaml", "xml")
problems = []
passed = 0


def check(holds, what):
    global passed
    passed += bool(holds)
    if not holds:
        problems.append(what)


def explain(*files):
    done = subprocess.run([assay, "query", "explain", "--prove", "none", "--format", "json", *map(str, files)],
                          capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        return None
    answer = json.loads(done.stdout)
    return answer.get("plans") or [answer["plan"]]


def shape(plan, with_costs=True):
    """What does not depend on the run. Text shows no alias that equals the name, and the estimates only with COSTS."""
    return [(node["title"], node["parent"], node["subplan"], with_costs and (node["rows_estimated"], node["cost"]))
            for node in plan["nodes"]]


def without_lines(plan):
    return [{key: value for key, value in node.items() if key != "line"} for node in plan["nodes"]]


def adds_up(plan):
    nodes = plan["nodes"]
    if nodes[0]["inclusive_ms"] is None:
        return True
    rounding = sum(0.001 * (node["loops"] or 1) for node in nodes)
    return abs(sum(node["exclusive_ms"] or 0 for node in nodes) - nodes[0]["inclusive_ms"]) <= rounding


names = sorted(path.stem for path in folder.glob("*.txt"))
for name in names:
    plans = explain(*(folder / f"{name}.{kind}" for kind in formats))
    check(plans is not None and len(plans) == len(formats), f"{name}: not all four formats were read")
    if not plans:
        continue
    # Between two of its runs this one's table grew.
    with_costs = name != "trigger-fk"
    for kind, plan in zip(formats, plans):
        check(shape(plan, with_costs) == shape(plans[0], with_costs), f"{name}.{kind} differs from the text format")
        check(adds_up(plan), f"{name}.{kind}: exclusive times do not add up")
        check(plan["complete"] or (name, kind) == ("summary-off", "txt"), f"{name}.{kind} is called cut: {plan['problem']}")

for path in sorted((folder / "variants").iterdir()):
    name, variant = path.name.split(".", 1)
    plans = explain(path)
    if "half" in variant:
        check(plans is None or not plans[0]["complete"], f"{path.name}: a cut plan looks whole")
        continue
    plain = explain(folder / f"{name}.{'json' if 'json' in variant else 'txt'}")
    check(plans is not None and without_lines(plans[0]) == without_lines(plain[0]), f"{path.name} is not the model of {name}")

for problem in problems:
    print(problem)
print(f"{len(names)} plans: {passed} passed, {len(problems)} failed")
sys.exit(1 if problems else 0)
