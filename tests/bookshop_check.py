"""Holds examples/bookshop and its lists of faults together: every planted fault is found by the rule that a list names, and
every look-alike stays silent. Usage: bookshop_check.py PROGRAM ROOT [--verbose]"""

import json
import pathlib
import re
import subprocess
import sys


def table(text, heading):
    """The rows of the table below a heading: lists of cells."""
    part = text.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return [row for row in rows if row[0].isdigit()]


def rows(pages, heading):
    """Number, rule and object of every row of all pages, with the page's name."""
    return [(page, *row[:3]) for page, text in pages for row in table(text, heading)]


def plain(cell):
    return cell.strip("`")


def bare(name):
    """Quotes are a matter of printing."""
    return name.replace('"', "")


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    pages = [(page.stem, page.read_text()) for page in sorted((root / "examples/bookshop/faults").glob("*.md"))]
    run = subprocess.run([program, "check", "--prove", "none", "--fail-on", "never", "--format", "json", "examples/bookshop"], cwd=root,
                         capture_output=True, text=True)
    if run.returncode != 0:
        print(run.stderr, "0 passed, 1 failed", sep="\n")
        return 1
    known = subprocess.run([program, "rules"], cwd=root, capture_output=True, text=True).stdout
    built = set(re.findall(r"^(\S+/\S+)", known, re.M))
    seen = {}
    for finding in json.loads(run.stdout)["findings"]:
        for name in [finding["object"], *finding.get("also", [])]:
            seen.setdefault(finding["rule"], set()).add(bare(name))

    passed, problems, absent = 0, [], []
    for page, number, rule, name in rows(pages, "Faults"):
        rule, name = plain(rule), bare(plain(name))
        found = seen.get(rule, set())
        # What an alternative names is said at the end of the list; a fault may also be found as part of a longer object.
        if name in found or any(name == other.split(" ")[0] or other.startswith(name + "(") or name.split("(")[0] == other for other in found):
            passed += 1
        elif rule not in built:
            absent.append(f"{page}: fault {number} waits for {rule}")
        else:
            problems.append(f"{page}: fault {number} not found: {rule} {name}; the rule found {sorted(found)[:6]}")
    for page, number, rule, name in rows(pages, "Look-alikes"):
        rule, name = plain(rule), bare(plain(name))
        if name in seen.get(rule, set()):
            problems.append(f"{page}: look-alike {number} reported: {rule} {name}")
        else:
            passed += 1
    for line in absent:
        print("skipped:", line)
    for line in problems:
        print(line)
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
