#!/usr/bin/env python3
"""What JavaScript and TypeScript examples of the guide import, from npm as package_lock.json pins it, once for all builds.

    python3 tests/guide/modules.py && export ASSAY_NODE_MODULES=$PWD/build/guide_modules/node_modules

Where npm cannot install them, examples that need them are skipped by name.
"""
import fcntl
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / "build" / "guide_modules"


def main():
    if not shutil.which("npm"):
        print("skipped: modules of the guide's examples: npm is not here")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        pinned, done = (HERE / "package_lock.json").read_bytes(), FOLDER / ".installed"
        if done.exists() and done.read_bytes() == pinned:
            return
        shutil.copy(HERE / "package.json", FOLDER / "package.json")
        (FOLDER / "package-lock.json").write_bytes(pinned)
        try:
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, text=True, timeout=240, check=True)
            done.write_bytes(pinned)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            print(f"skipped: modules of the guide's examples: npm could not install them: {error}")


if __name__ == "__main__":
    sys.exit(main())
