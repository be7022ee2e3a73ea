"""Reading a log into the ranked workload, beside pgBadger. Usage: log.py ASSAY [MEGABYTES [FORMAT…]]

Writes the same made-up traffic as csvlog, jsonlog and stderr (once, into the system's folder for temporary files), then runs
`assay query log` and pgbadger on each in the same run. CPU seconds count: user and system, of all threads. pgBadger reads
csvlog in one process whatever -j says.
"""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

STATEMENTS = [
    "SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.customer_id = {n} AND o.status = '{w}' ORDER BY o.created_at DESC LIMIT 20",
    "SELECT * FROM products WHERE id IN ({list})",
    "UPDATE accounts SET balance = balance - {n}.50, updated_at = now() WHERE id = {n}",
    "INSERT INTO events (kind, payload, at) VALUES ('{w}', '{{\"id\": {n}, \"note\": \"it''s {w}\"}}', '2026-11-23 10:00:00+00')",
    "SELECT count(*) FROM events_2026_{m:02} WHERE kind = '{w}' AND at > now() - interval '{m} days'",
    "/* app:web,route:/cart/{n} */ SELECT p.id, p.name,\n       coalesce(s.quantity, 0) AS quantity\n  FROM products p\n  LEFT JOIN stock s ON s.product_id = p.id\n WHERE p.category_id = {n} -- only what sells\n   AND p.price BETWEEN {m} AND {n}",
    "DELETE FROM sessions WHERE token = '{h}'",
    "select name, email from users where lower(email) = lower('{w}.{w}@example.org')",
    "INSERT INTO order_lines (order_id, product_id, quantity, price) VALUES ({n}, {m}, 1, 9.99), ({n}, {n}, 2, 19.99), ({n}, 7, 3, 4.5)",
    "WITH recent AS (SELECT * FROM orders WHERE created_at > '2026-11-{m:02}') SELECT customer_id, sum(total) FROM recent GROUP BY 1 HAVING sum(total) > {n}",
]
PREPARED = [
    "SELECT id, total, status FROM orders WHERE id = $1",
    "UPDATE stock SET quantity = quantity - $1 WHERE product_id = $2 AND warehouse_id = $3",
    "SELECT u.id, u.name, array_agg(r.name) FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id WHERE u.id = $1 GROUP BY u.id, u.name",
    "COMMIT",
]
WORDS = "pending shipped red blue large small alpha beta gamma delta widget gadget north south".split()
PLAN = ("Query Text: {q}\nSort  (cost=812.10..812.90 rows=320 width=44) (actual time={t:.3f}..{t:.3f} rows=20 loops=1)\n"
        "  Sort Key: o.created_at DESC\n  Buffers: shared hit=1648, temp read=2596 written=2612\n"
        "  ->  Seq Scan on orders o  (cost=0.00..798.79 rows=320 width=44) (actual time=0.012..{t:.3f} rows=318 loops=1)\n"
        "        Filter: (customer_id = 42)\n        Rows Removed by Filter: 99680")


def records(rng):
    """Endless: (process, severity, sqlstate, message, detail, statement) as a server says them."""
    number = 0
    while True:
        number += 1
        n, m = rng.randrange(1, 1_000_000), rng.randrange(1, 13)
        pid = 20_000 + rng.randrange(200)
        ms = min(rng.lognormvariate(0.5, 1.6), 60_000)
        if number % 3 == 0:
            name = rng.randrange(len(PREPARED))
            detail = "parameters: $1 = '%d', $2 = '%d', $3 = '%d'" % (n, m, n % 7)
            yield pid, "LOG", "00000", f"duration: {ms:.3f} ms  execute S_{name}: {PREPARED[name]}", detail, ""
            continue
        words = {"n": n, "m": m, "w": rng.choice(WORDS), "h": f"{n * 7919:032x}", "list": ""}
        template = STATEMENTS[number % len(STATEMENTS)]
        if "{list}" in template:
            words["list"] = ", ".join(str(n + i) for i in range(m))
        statement = template.format(**words)
        if number % 500 == 1:
            yield pid, "LOG", "00000", f"duration: {ms:.3f} ms  plan:\n" + PLAN.format(q=statement, t=ms), "", ""
        elif number % 700 == 2:
            yield pid, "ERROR", "23505", 'duplicate key value violates unique constraint "events_pkey"', f"Key (id)=({n}) already exists.", statement
        elif number % 900 == 4:
            yield pid, "LOG", "00000", f'temporary file: path "base/pgsql_tmp/pgsql_tmp{pid}.{n}", size {n * 100}', "", statement
        elif number % 2000 == 5:
            yield pid, "LOG", "00000", f"process {pid} still waiting for ShareLock on transaction {n} after 1000.1 ms", f"Process holding the lock: {pid + 1}. Wait queue: {pid}.", statement
            yield pid, "LOG", "00000", f"process {pid} acquired ShareLock on transaction {n} after {1000 + ms:.3f} ms", "", statement
        elif number % 300 == 7:
            yield pid, "LOG", "00000", "connection received: host=10.0.0.%d port=%d" % (m, 40_000 + m), "", ""
            yield pid, "LOG", "00000", "connection authorized: user=shop database=shop application_name=web", "", ""
        elif number % 5000 == 8:
            yield 7, "LOG", "00000", "checkpoint starting: time", "", ""
            yield 7, "LOG", "00000", "checkpoint complete: wrote 1201 buffers (7.3%); 0 WAL file(s) added, 0 removed, 1 recycled; write=3.201 s, sync=0.004 s, total=3.220 s; sync files=41, longest=0.003 s, average=0.001 s; distance=9114 kB, estimate=9114 kB", "", ""
        yield pid, "LOG", "00000", f"duration: {ms:.3f} ms  statement: {statement}", "", ""


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if text else ""


def csv_line(time, line, record):
    pid, severity, state, message, detail, statement = record
    session = f"6b0459b2.{pid:x}"
    return (f'{time} UTC,"shop","shop",{pid},"10.0.0.3:5000",{session},{line},"SELECT",2026-11-23 08:00:00 UTC,3/{line},0,{severity},{state},'
            f'{quoted(message)},{quoted(detail)},,,,,{quoted(statement)},,,"web","client backend",,{line * 7919}\n')


def json_line(time, line, record):
    pid, severity, state, message, detail, statement = record
    said = {"timestamp": time + " UTC", "user": "shop", "dbname": "shop", "pid": pid, "remote_host": "10.0.0.3", "session_id": f"6b0459b2.{pid:x}",
            "line_num": line, "ps": "SELECT", "session_start": "2026-11-23 08:00:00 UTC", "vxid": f"3/{line}", "txid": 0, "error_severity": severity}
    if severity != "LOG":
        said["state_code"] = state
    said["message"] = message
    if detail:
        said["detail"] = detail
    if statement:
        said["statement"] = statement
    said.update(application_name="web", backend_type="client backend", query_id=line * 7919)
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False) + "\n"


def stderr_line(time, line, record):
    pid, severity, state, message, detail, statement = record
    prefix = f"{time} UTC [{pid}] shop@shop/web "
    parts = [(severity, message), ("DETAIL", detail), ("STATEMENT", statement)]
    return "".join(f"{prefix}{word}:  {text.replace(chr(10), chr(10) + chr(9))}\n" for word, text in parts if text)


FORMATS = {"csv": csv_line, "json": json_line, "stderr": stderr_line}


def make(path, form, size):
    write, rng, done, line = FORMATS[form], random.Random(4), 0, 0
    with open(path, "w", encoding="utf-8") as file:
        source = records(rng)
        while done < size:
            ms = 36_000_000 + line * 20
            time = "2026-11-%02d %02d:%02d:%02d.%03d" % (23 + ms // 86_400_000, ms // 3_600_000 % 24, ms // 60_000 % 60, ms // 1000 % 60, ms % 1000)
            line += 1
            done += file.write(write(time, line, next(source)))
    return path


def cpu_and_memory(words):
    """CPU seconds and the most memory of one command, by a child that waits for it alone."""
    code = ("import resource, subprocess, sys\n"
            "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
            "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.returncode)")
    out = subprocess.run([sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=True).stdout.split()
    if out[2] != "0":
        sys.exit(f"{words[0]} ended with {out[2]}")
    return float(out[0]), float(out[1])


def main():
    assay = sys.argv[1]
    megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    folder = pathlib.Path(tempfile.gettempdir()) / "assay-bench-log"
    folder.mkdir(exist_ok=True)
    for form in sys.argv[3:] or FORMATS:
        path = folder / f"{megabytes}.{form}"
        if not path.exists():
            make(path, form, megabytes * 1_000_000)
        size = os.path.getsize(path) / 1e6
        ours = sorted(cpu_and_memory([assay, "query", "log", path]) for _ in range(3))[1]
        names = {"csv": "csv", "json": "jsonlog", "stderr": "stderr"}
        words = ["pgbadger", "-q", "-f", names[form], "-x", "json", "-o", folder / "out.json"]
        if form == "stderr":
            words += ["-p", "%m [%p] %u@%d/%a "]
        theirs = cpu_and_memory([*words, path])
        print(f"{form:6} {size:5.0f} MB   assay {ours[0]:6.2f} s CPU ({size / ours[0]:4.0f} MB/s, {ours[1]:4.0f} MB)   "
              f"pgbadger {theirs[0]:6.1f} s CPU ({size / theirs[0]:4.1f} MB/s, {theirs[1]:4.0f} MB)   ratio {theirs[0] / ours[0]:5.1f}", flush=True)


if __name__ == "__main__":
    main()
