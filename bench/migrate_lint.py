"""`assay migrate lint` on 1,000 files beside squawk, in one run. Usage: migrate_lint.py PROGRAM FOLDER

FOLDER is a folder of Prisma migrations (documenso's, 163 files); they are repeated under later names until there are 1,000. SQUAWK names
squawk's program (npm @squawk-cli/linux-x64, 2.66.0). squawk looks at each file by itself; assay follows the chain of all of them.
"""
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

from common import medians

FILES = 1_000


def most_memory_mb(words):
    subprocess.run([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def cpu_seconds(words, runs=9):
    """Median time on processors, of the program and the processes that it starts."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def main():
    program, source = sys.argv[1], pathlib.Path(sys.argv[2])
    originals = sorted(source.glob("*/migration.sql"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "migrations"
        for number in range(FILES):
            original = originals[number % len(originals)]
            made = folder / f"{20000101000000 + number}_{original.parent.name[15:]}"
            made.mkdir(parents=True)
            shutil.copy(original, made)
        files = sorted(folder.glob("*/migration.sql"))
        size_kb = sum(file.stat().st_size for file in files) / 1024
        assay = [program, "migrate", "lint", "--prove", "none", "--format", "json", folder]
        print(f"{len(files)} files, {size_kb:.0f} kB")
        memory_mb = most_memory_mb(assay)
        squawk = os.environ.get("SQUAWK")
        other = [[squawk, "--reporter", "Json", *files]] if squawk else []
        seconds = medians(assay, *other)
        processor = [cpu_seconds(words) for words in (assay, *other)]
        print(f"assay   {seconds[0] * 1000:6.0f} ms  {processor[0] * 1000:6.0f} ms of processors  {memory_mb:5.0f} MB")
        if other:
            print(f"squawk  {seconds[1] * 1000:6.0f} ms  {processor[1] * 1000:6.0f} ms of processors; "
                  f"assay is {seconds[1] / seconds[0]:.2f} times as fast, with {processor[1] / processor[0]:.2f} times less work")


if __name__ == "__main__":
    main()
