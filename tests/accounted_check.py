"""docs/rules-accounted.md, and each domain's own page, says of every check that the field knows what became of it; this holds it to the catalogue.
Usage: accounted_check.py PROGRAM ROOT [DOMAIN FILE]"""

import pathlib
import re
import subprocess
import sys


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    domain, page = sys.argv[3:] or ("postgres", "docs/rules-accounted.md")
    listed = subprocess.run([program, "rules", domain], capture_output=True, text=True, check=True).stdout
    rules = [line for line in listed.splitlines() if line.startswith(domain + "/")]
    built = {line.split()[0].split("/", 1)[1] for line in rules}
    off = {line.split()[0].split("/", 1)[1] for line in rules if "(off by default)" in line}
    problems, said = [], {}
    for number, line in enumerate((root / page).read_text().splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("| ") or len(cells) < 3 or cells[0] == "id":
            continue
        name, verdict, why = cells[0].strip("`"), cells[1], cells[2]
        if name in said:
            problems.append(f"line {number}: {name} is listed twice")
        said[name] = verdict
        if verdict.startswith("built"):
            if name not in built:
                problems.append(f"line {number}: {name} is said to be built and is not")
        elif verdict.startswith("merged into "):
            into = re.sub(r"[`,]", "", verdict[len("merged into "):]).split()[0]
            if into not in built:
                problems.append(f"line {number}: {name} is merged into {into}, which is not built")
        elif verdict.startswith("left out"):
            if not why:
                problems.append(f"line {number}: {name} is left out without a reason")
            if name in built:
                problems.append(f"line {number}: {name} is said to be left out and is built")
        else:
            problems.append(f"line {number}: {name}: expected built, merged into X or left out")
    for name in sorted(built - set(said)):
        problems.append(f"{name} is built and not listed")
    print(f"{len(built)} rules built, {len(built) - len(off)} of them on by default; {len(said)} ids accounted for")
    print("\n".join(problems))
    print(f"{max(len(said) - len(problems), 0)} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
