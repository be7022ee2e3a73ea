"""Every case of the recipes' pages through `assay migrate plan`: are the plans proven, and how long did anybody wait? Usage: migrate_plan.py PROGRAM [ROWS] [WORD]

Each case runs with ROWS rows in each table (5000 if not said), beside a reader, a writer, and readers whose transactions stay open for 150 ms.
The limit is lock_timeout, 100 ms, and 20 ms for the machine. With WORD only cases whose name holds it.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

RECIPES = pathlib.Path(__file__).resolve().parent.parent / "src/domain/migration/plan/recipes"
CASE = re.compile(r"^### (.+?)\n\n```sql before\n(.*?)```\n```sql change\n(.*?)```", re.M | re.S)


def cases():
    for page in sorted(RECIPES.glob("*.md")):
        for name, before, change in CASE.findall(page.read_text()):
            yield f"{page.stem}: {name}", before, change


def planned(program, folder, before, change, rows):
    (folder / "before.sql").write_text(before)
    (folder / "change.sql").write_text(change)
    tables = re.findall(r"create table (\S+) \((?!.*partition of)", before) if rows else []
    words = [program, "migrate", "plan", "--base", "before.sql", "change.sql", "--format", "json"]
    for table in tables if "partition" not in before and "insert into" not in before else []:
        words += ["--rows", f"{table}={rows}"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder)
    return json.loads(done.stdout) if done.stdout else {"error": done.stderr}


def faults(answer):
    if "error" in answer:
        yield answer["error"].strip()
        return
    if not answer["end"]["equal"]:
        yield f"end: {answer['end']['problem'] or ''} {answer['end']['differences']} {answer['end']['rows']}"
    for step in answer["steps"]:
        proof = step["proof"]
        if not proof:
            yield f"{step['title']}: not tried"
        elif not proof["holds"]:
            yield f"{step['title']}: {proof['problem'] or proof['rollback_problem']}\n{step['statement']}\n-- back\n{step['rollback']}"


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    rows = int(float(sys.argv[2])) if len(sys.argv) > 2 else 5000
    word = sys.argv[3] if len(sys.argv) > 3 else ""
    proven = total = steps = ways_back = 0
    worst = []
    for name, before, change in cases():
        if word not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            answer = planned(program, pathlib.Path(folder), before, change, rows)
            seconds = time.monotonic() - start
        found = list(faults(answer))
        proofs = [step["proof"] for step in answer.get("steps", []) if step["proof"]]
        total += 1
        proven += not found
        steps += len(proofs)
        ways_back += sum(proof["rolled_back"] and not proof["rollback_problem"] for proof in proofs)
        waits = [proof["worst_wait_ms"] for proof in proofs] or [0]
        worst.append(max(waits))
        print(f"{'ok ' if not found else 'NOT'} {len(proofs):3} steps, worst wait {max(waits):6.1f} ms, {seconds:5.1f} s: {name}")
        for fault in found:
            print("      " + fault.replace("\n", "\n      "))
    print(f"{proven} of {total} proven; {steps} steps, {ways_back} ways back that return; worst wait of all {max(worst):.1f} ms, in the median case {sorted(worst)[len(worst) // 2]:.1f} ms")


if __name__ == "__main__":
    main()
