#!/usr/bin/env python3
"""Checks the approved output of the renderers with readers other than ours: JSON and SARIF against their
schemas, JUnit as XML, the HTML page's elements, and that the schemas would notice a mistake.

The unit tests hold each renderer to these files byte for byte, so what is true of the files is true of
the program.
"""
import copy
import html.parser
import pathlib
import sys
import xml.etree.ElementTree

sys.dont_write_bytecode = True  # the tree stays as it was checked out

from schema_check import complaints, load

ROOT = pathlib.Path(__file__).resolve().parent.parent
SNAPSHOTS = ROOT / "tests/snapshots/render"
VOID = {"meta", "input", "br", "link", "img", "hr"}


class Page(html.parser.HTMLParser):
    """Notes elements that are not closed in order, scripts, handlers and links that lead out."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.scripts = [], [], 0

    def handle_starttag(self, tag, attributes):
        self.scripts += tag == "script"
        for name, value in attributes:
            if name.startswith("on") or (name in ("href", "src") and not value.startswith("#")):
                self.wrong.append(f"<{tag} {name}={value!r}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in ("p", "li", "tr", "td") and self.open and self.open[-1] != tag:
            self.wrong.append(f"</{tag}> while <{self.open[-1]}> is open")
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")


def check_against(schema_path, pattern):
    schema = load(ROOT / schema_path)
    files = sorted(SNAPSHOTS.glob(pattern))
    found = [] if files else [f"no file fits {pattern}"]
    for path in files:
        found += [f"{path.name}: {text}" for text in complaints(schema, load(path))]
    return found


def check_xml():
    found = []
    for path in sorted(SNAPSHOTS.glob("*.xml")):
        try:
            root = xml.etree.ElementTree.parse(path).getroot()
        except xml.etree.ElementTree.ParseError as error:
            found.append(f"{path.name}: {error}")
            continue
        for attribute, element in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            counted = len(root.findall(f".//{element}"))
            if int(root.get(attribute)) != counted:
                found.append(f"{path.name}: {attribute}={root.get(attribute)}, but {counted} <{element}>")
    return found


def check_html():
    found = []
    for path in sorted(SNAPSHOTS.glob("*.html")):
        page = Page()
        page.feed(path.read_text(encoding="utf-8"))
        page.close()
        found += [f"{path.name}: {text}" for text in page.wrong]
        found += [f"{path.name}: <{tag}> is never closed" for tag in page.open]
        if page.scripts != 1:
            found.append(f"{path.name}: {page.scripts} scripts")
    return found


def check_that_schemas_notice():
    """A schema that accepts everything would prove nothing."""
    schema, good = load(ROOT / "docs/schema/check.schema.json"), load(SNAPSHOTS / "report.json")

    def changed(change):
        document = copy.deepcopy(good)
        change(document)
        return document

    mistakes = {
        "a member too many": lambda d: d["findings"][0].update(extra=1),
        "a member missing": lambda d: d["findings"][0].pop("key"),
        "an unknown severity": lambda d: d["findings"][0].update(severity="fatal"),
        "a line below 0": lambda d: d["findings"][0]["location"].update(line=-1),
        "a proof without a method": lambda d: d["findings"][0]["proof"].pop("method"),
        "a key without its hash": lambda d: d["findings"][0].update(key="postgres/x"),
        "another version": lambda d: d.update(schema_version=2),
    }
    return [f"check.schema.json does not notice {name}" for name, change in mistakes.items()
            if not list(complaints(schema, changed(change)))]


def main():
    found = (check_against("docs/schema/check.schema.json", "report.json")
             + check_against("docs/schema/check.schema.json", "*_json.json")
             + check_against("tests/data/sarif-schema-2.1.0.json", "*.sarif")
             + check_xml() + check_html() + check_that_schemas_notice())
    print("\n".join(found) if found else "the renderers' output is valid")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
