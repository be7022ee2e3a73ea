"""How often the truth lies in the interval that `assay migrate trace` states. Usage: migrate_time.py PROGRAM [RUNS]

Eight statements on a table of 200,000 rows are traced, and traced again with a sample of 50,000 and of 100,000 from which the time for 200,000 is
extrapolated. The lab, its settings and the rows are the same, so that only the extrapolation is measured.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROWS = 200_000
SAMPLES = (50_000, 100_000)
BASE = """create table customers (id bigint primary key, email text);
create table orders (id bigint primary key, customer_id bigint, state text, total numeric(10,2), note text);
create index orders_state on orders (state);
"""
CHANGE = """alter table orders add constraint fk foreign key (customer_id) references customers;
alter table orders add constraint c check (total >= 0);
alter table orders alter column state set not null;
create index orders_total on orders (total);
create unique index orders_note on orders (note, id);
alter table orders alter column total type numeric(12,3);
alter table orders add column token uuid default gen_random_uuid();
update orders set note = note || 'x';
"""


def durations(program, folder, sample):
    words = [program, "migrate", "trace", "--prove", "none", "--format", "json", "--rows", f"orders={ROWS}", "--rows", "customers=1000", "--sample", str(sample),
             str(folder / "002_change.sql")]
    answer = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    return [statement["duration"] for statement in answer["trace"]]


def main():
    program, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    inside = total = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "001_base.sql").write_text(BASE)
        (folder / "002_change.sql").write_text(CHANGE)
        for _ in range(runs):
            truth = durations(program, folder, ROWS)
            for sample in SAMPLES:
                for statement, real, guess in zip(CHANGE.splitlines(), truth, durations(program, folder, sample)):
                    hit = guess["low_ms"] <= real["measured_ms"] <= guess["high_ms"]
                    inside, total = inside + hit, total + 1
                    print(f"{'in ' if hit else 'OUT'} {real['measured_ms']:8.0f} ms, {guess['low_ms']:7.0f} to {guess['high_ms']:7.0f} from {sample:6}: {statement[:60]}")
    print(f"{inside} of {total} inside: {inside / total:.2f}; each interval is {guess['high_ms'] / guess['low_ms']:.1f} times as high as low")


if __name__ == "__main__":
    main()
