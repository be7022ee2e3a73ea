"""What the tests of the whole program share: running it, in a folder that goes with the test."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()

GOOD = "create table parent (id bigint primary key);\ncreate table child (id bigint primary key, parent_id bigint references parent);\n"
INDEXED = GOOD + "create index on child (parent_id);\n"


def assay(*words, cwd=None, text=None, timeout=120):
    return subprocess.run([PROGRAM, *words], cwd=cwd, input=text, capture_output=True, text=True, timeout=timeout)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def check(self, *words, **more):
        return assay("check", "--prove", "none", *words, cwd=self.folder, **more)

    def findings(self, *words):
        done = self.check("--format", "json", *words)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)["findings"]

    def rows(self, source, sql):
        """The first column of a query on the source's map."""
        done = assay("map", source, "--sql", sql, cwd=self.folder, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [line.split("\t")[0] for line in done.stdout.splitlines()[1:]]

    def git(self, *words):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=self.folder, check=True,
                       capture_output=True)


def main():
    result = unittest.main(argv=[sys.argv[0], *sys.argv[3:]], exit=False, verbosity=1).result
    # A subtest that fails counts as the test that it belongs to.
    bad = len({str(getattr(test, "test_case", test)) for test, _ in result.failures + result.errors})
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
