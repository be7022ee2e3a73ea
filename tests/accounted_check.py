"""docs/rules-accounted.md and its siblings for queries and migrations say of every check that the field knows what became of it; this
holds them to the catalogue. Usage: accounted_check.py PROGRAM ROOT"""

import pathlib
import re
import subprocess
import sys


PAGES = {"postgres": "docs/rules-accounted.md", "query": "docs/query-rules-accounted.md",
         "migration": "docs/migration-rules-accounted.md"}


def verdict_problem(name, verdict, why, built):
    if verdict.startswith("built"):
        return None if name in built else f"{name} is said to be built and is not"
    if verdict.startswith("merged into "):
        into = re.sub(r"[`,]", "", verdict[len("merged into "):]).split()[0]
        return None if into in built else f"{name} is merged into {into}, which is not built"
    if verdict.startswith("left out"):
        if not why:
            return f"{name} is left out without a reason"
        return f"{name} is said to be left out and is built" if name in built else None
    return f"{name}: expected built, merged into X or left out"


def account(program, root, area):
    listed = subprocess.run([program, "rules", area], capture_output=True, text=True, check=True).stdout
    rules = {line.split()[0].split("/", 1)[1]: line for line in listed.splitlines() if line.startswith(f"{area}/")}
    problems, said = [], set()
    for number, line in enumerate((root / PAGES[area]).read_text().splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("| ") or len(cells) < 3 or cells[0] == "id":
            continue
        name = cells[0].strip("`")
        if name in said:
            problems.append(f"line {number}: {name} is listed twice")
        said.add(name)
        if problem := verdict_problem(name, cells[1], cells[2], rules):
            problems.append(f"line {number}: {problem}")
    problems += [f"{name} is built and not listed" for name in sorted(rules.keys() - said)]
    on = sum("(off by default)" not in line for line in rules.values())
    print(f"{area}: {len(rules)} rules built, {on} of them on by default; {len(said)} ids accounted for")
    print("\n".join(problems))
    return len(said), len(problems)


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    counted = [account(program, root, area) for area in PAGES]
    said, problems = (sum(figures) for figures in zip(*counted))
    print(f"{max(said - problems, 0)} passed, {problems} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
