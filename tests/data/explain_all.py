"""Explains statements of which is known what is wrong with them, and writes the plans and their labels: what the make.py of each set calls."""

import subprocess
import sys

FORMATS = (("text", "txt"), ("json", "json"), ("yaml", "yaml"), ("xml", "xml"))


def psql(text):
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", "set statement_timeout = '30s'", "-f", "-"], input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{text[:300]}\n{done.stderr}")
    return done.stdout


def explain_all(folder, schema, plans):
    """`plans`: (name, rules, why, settings, statement) of each; `folder` gets a plan of each, of the formats in turn, and labels.tsv."""
    psql(schema)
    labels = ["# What was planted in each statement of make.py; see tests/plan_labels_check.py and docs/precision/plans.md.\n"]
    for number, (name, rules, why, setup, statement) in enumerate(plans):
        kind, suffix = FORMATS[number % len(FORMATS)]
        labels += [f"{name}\t{rule}\t{why}\n" for rule in rules.split()]
        # Twice, so that the second finds its blocks in memory; what it writes is taken back.
        explain = f"explain (analyze, buffers, format {kind}) {statement};"
        answer = psql(f"begin; {setup};\nsavepoint once;\n\\o /dev/null\n{explain}\n\\o\nrollback to once;\n{explain}\nrollback;\n")
        (folder / f"{name}.{suffix}").write_text(answer)
    (folder / "labels.tsv").write_text("".join(labels))
