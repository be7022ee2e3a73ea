"""Makes the plans of this folder: EXPLAIN ANALYZE of statements with a known cause, or with none.

    PGHOST=… PGUSER=… PGDATABASE=… make.py

against an empty database of a private PostgreSQL 15 with default settings, as superuser. Each plan is of one format,
in turn. The labels were written with the statements, from what was planted, before any rule saw a plan; where the
planner did otherwise than was planted, they were corrected by reading the plan (docs/precision/plans.md says which).
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from explain_all import explain_all  # noqa: E402

SCHEMA = """
create extension if not exists pg_trgm;
create table wards (id int primary key, name text not null, floor int not null);
insert into wards select g, 'ward ' || g, g % 7 from generate_series(1, 40) g;
create table patients (id int primary key, ward_id int not null, name text not null, email text not null, born date not null,
    blood text not null, city text not null, region text not null, note text);
insert into patients select g, 1 + g % 40, 'Name ' || (g::bigint * 7919) % 30000, 'p' || g || '@clinic.org', date '1930-01-01' + (g * 37) % 32000,
    (array['A','B','AB','0'])[1 + g % 4], 'city ' || g % 300, 'region ' || (g % 300) / 15, repeat('x', g % 60) from generate_series(1, 60000) g;
create table visits (id bigint primary key, patient_id int not null references patients, ward_id int, at timestamptz not null, minutes int not null,
    cost numeric(9,2) not null, state text not null, code varchar(12) not null, doctor_id int);
insert into visits select g, 1 + (g::bigint * 7919) % 60000, case when g % 977 = 0 then null else 1 + g % 40 end, timestamptz '2023-01-01' + g * interval '3 minutes', g % 240,
    (g::bigint * 31) % 90000 / 100.0, case when g % 500 = 0 then 'open' else 'closed' end, 'c' || lpad((g::bigint * 104729 % 400000)::text, 7, '0'), g % 900 from generate_series(1, 400000) g;
create index visits_at on visits (at);
create table readings (patient_id int not null, at timestamptz not null, pulse int not null) partition by range (at);
select format('create table readings_%s partition of readings for values from (%L) to (%L)', to_char(m, 'YYYYMM'), m, m + interval '1 month')
from generate_series(timestamptz '2024-01-01', '2024-12-01', '1 month') m \\gexec
insert into readings select 1 + g % 60000, timestamptz '2024-01-01' + g * interval '2 minutes', 50 + g % 70 from generate_series(1, 260000) g;
create table files (id int primary key, doc jsonb not null, tags text[] not null, title text not null, owner_id int not null, parent_id int);
insert into files select g, jsonb_build_object('kind', 'k' || g % 700, 'n', g), array['t' || g % 900, 'u' || g % 11], md5(g::text) || ' ' || g, g % 5000,
    case when g > 20 then g / 20 end from generate_series(1, 120000) g;
create table invoices (id int primary key, patient_id int not null, status text not null, kind text not null, amount int not null, due date not null);
insert into invoices select g, 1 + g % 60000, 's' || g % 20, 'k' || g % 20, g % 1000, date '2024-01-01' + g % 300 from generate_series(1, 300000) g;
create index invoices_status on invoices (status);
create index invoices_due_amount on invoices (due, amount);
create table payments (invoice_id int not null, paid int not null);
insert into payments select g, g % 100 from generate_series(1, 200000) g;
create table audits (id int primary key, ward_id int not null, what text);
insert into audits select g, 1 + g % 40, 'w' from generate_series(1, 200) g;
alter table audits set (autovacuum_enabled = off);
create table logins (id int primary key, name text not null);
create table sessions (id int primary key, login_id int not null references logins on delete cascade, at timestamptz not null);
insert into logins select g, 'l' || g from generate_series(1, 3000) g;
insert into sessions select g, 1 + g % 3000, now() from generate_series(1, 150000) g;
create table stock (id int primary key, pieces int not null, seen int not null default 0);
insert into stock select g, g % 90 from generate_series(1, 4000) g;
create function slow_check() returns trigger language plpgsql as $$ begin perform sum(id) from stock where id < 150; return new; end $$;
create trigger stock_check before update on stock for each row execute function slow_check();
create function many_numbers() returns setof int language plpgsql as $$ begin return query select generate_series(1, 90000); end $$;
create table tiny_parts (id int not null, at date not null, v int) partition by range (at);
select format('create table tiny_parts_%s partition of tiny_parts for values from (%L) to (%L)', g, date '2020-01-01' + g, date '2020-01-01' + g + 1)
from generate_series(0, 499) g \\gexec
insert into tiny_parts select g, date '2020-01-01' + g % 500, g from generate_series(1, 1000) g;
create table clustered as select g as id, g / 50 as batch, (g::bigint * 7919) % 200000 as spread, repeat('y', 80) as text from generate_series(1, 200000) g;
create index clustered_batch on clustered (batch);
create index clustered_spread on clustered (spread);
create index patients_region on patients (region);
create index patients_blood on patients (blood);
vacuum analyze;
insert into audits select g, 1 + g % 40, 'w' from generate_series(201, 150000) g;
"""

ONE = "set max_parallel_workers_per_gather = 0; set jit = off"  # one process, nothing compiled
TWO = "set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0; set jit = off"
GENERIC = f"{ONE}; set plan_cache_mode = force_generic_plan"

# name, labels ("rule ?rule", or "-"), what was planted, settings and preparations, the statement
PLANS = [
    ("doctor-filter", "filter-discards", "no index on doctor_id: 444 of 400,000 rows", ONE, "select * from visits where doctor_id = 17"),
    ("filter-under-join", "filter-discards", "no index on code; the join is innocent", ONE,
     "select p.name, v.at from visits v join patients p on p.id = v.patient_id where v.code = 'c0000123'"),
    ("day-of-time", "cast-on-column", "at::date = … past an index on at", ONE, "select count(*) from visits where at::date = '2023-07-01'"),
    ("lower-email", "function-on-column", "lower(email) = …", ONE, "select * from patients where lower(email) = 'p777@clinic.org'"),
    ("numeric-key", "cast-on-column", "the key is compared with a numeric", ONE, "select * from visits where id = 4711.0"),
    ("minutes-sum", "arithmetic-on-column", "minutes + 10 > 248", ONE, "select * from visits where minutes + 10 > 248"),
    ("title-search", "leading-wildcard", "ILIKE '%abcd%'", ONE, "select id from files where title ilike '%abcd12%'"),
    ("tag-contained", "containment-scan", "tags @> without GIN", ONE, "select id from files where tags @> array['t77']"),
    ("json-kind", "json-filter", "doc->>'kind' without an index", ONE, "select id from files where doc->>'kind' = 'k77'"),
    ("either-column", "or-across-columns", "doctor or code", ONE, "select * from visits where doctor_id = 5 or code = 'c0000555'"),
    ("many-alternatives", "or-chain", "300 pairs of conditions joined by OR", ONE,
     "select * from invoices where " + " or ".join(f"(amount = {i} and kind = 'k{i % 20}')" for i in range(0, 900, 3))),
    ("visits-per-patient", "correlated-subplan ?seq-scan-in-loop", "a count over all payments for each of 300 invoices", ONE,
     "select i.id, (select sum(p.paid) from payments p where p.invoice_id = i.id) from invoices i where i.id <= 300"),
    ("not-in-nullable", "not-in-nulls", "NOT IN over a column with NULLs, hashed", ONE,
     "select count(*) from patients where id not in (select ward_id from visits where minutes > 200)"),
    ("not-in-large", "not-in-nulls ?subplan-not-hashed ?materialize-spill", "NOT IN over more than work_mem holds", ONE + "; set work_mem = '64kB'",
     "select count(*) from wards where id not in (select doctor_id from visits where minutes > 100)"),
    ("sorted-on-disk", "sort-spill", "400,000 rows sorted in 1 MB", ONE + "; set work_mem = '1MB'", "select * from visits order by cost, code"),
    ("hashed-on-disk", "hash-spill", "a hash of 300,000 rows in 256 kB", ONE + "; set work_mem = '256kB'; set enable_mergejoin = off",
     "select count(*) from visits v join invoices i on i.id = v.id where i.amount + v.minutes > -1"),
    ("grouped-on-disk", "aggregate-spill", "400,000 groups in 256 kB", ONE + "; set work_mem = '256kB'; set enable_sort = off",
     "select code, count(*) from visits group by code"),
    ("latest-twenty", "top-n-sort", "no index on cost", ONE, "select * from visits order by cost desc limit 20"),
    ("page-ten-thousand", "offset-rows", "OFFSET 250000", ONE, "select * from visits order by id offset 250000 limit 25"),
    ("distinct-after-join", "distinct-fanout", "400,000 joined rows for 60,000 patients", ONE,
     "select distinct p.id, p.name from patients p join visits v on v.patient_id = p.id"),
    ("newest-visit", "-", "max of a column without an index; without VERBOSE the plan does not say max", ONE, "select max(cost) from visits"),
    ("index-only-unvacuumed", "heap-fetches", "every row of the range was updated and not vacuumed",
     ONE + "; update payments set paid = paid + 1; create index if not exists payments_both on payments (invoice_id, paid); update payments set paid = paid + 1 where invoice_id < 60000; analyze payments; set enable_seqscan = off; set enable_bitmapscan = off",
     "select sum(paid) from payments where invoice_id < 50000"),
    ("bitmap-in-little", "lossy-bitmap", "a bitmap of 150,000 rows in 64 kB", ONE + "; set work_mem = '64kB'; set enable_seqscan = off; set enable_indexscan = off",
     "select sum(length(text)) from clustered where spread < 150000"),
    ("city-and-region", "-", "the region follows from the city; 200 rows for 10, and 2 ms in all", ONE + "; set random_page_cost = 1.1; create index on visits (patient_id)",
     "select count(*), sum(v.minutes) from patients p join visits v on v.patient_id = p.id where p.city = 'city 7' and p.region = 'region 0' and p.born > '1900-01-01'"),
    ("status-and-kind", "extended-statistics ?nested-loop-lookups", "kind follows from status", ONE + "; set random_page_cost = 1.1",
     "select count(p.note) from invoices i join patients p on p.id = i.patient_id where i.status = 's7' and i.kind = 'k7'"),
    ("grown-since-analyze", "stale-statistics", "200 rows when analysed, 150,000 now, the file's size hidden by old pages",
     ONE + "; update pg_class set reltuples = 200, relpages = 700 where relname = 'audits'; set enable_hashjoin = off; set enable_mergejoin = off",
     "select count(*) from audits a join wards w on w.id = a.ward_id"),
    ("month-of-reading", "partition-pruning-missed", "extract(month from at) hides the key", ONE, "select avg(pulse) from readings where extract(month from at) = 3"),
    ("no-worker-free", "workers-not-launched", "max_parallel_workers = 0", TWO + "; set max_parallel_workers = 0", "select state, count(*) from visits group by state"),
    ("compiled-for-little", "jit-cost", "JIT from cost 0 with all optimisation", "set max_parallel_workers_per_gather = 0; set jit = on; set jit_above_cost = 0; set jit_inline_above_cost = 0; set jit_optimize_above_cost = 0",
     "select ward_id, sum(minutes * cost), avg(cost + 1) from visits where minutes > 10 group by ward_id"),
    ("delete-login", "foreign-key-trigger", "sessions.login_id has no index", ONE, "delete from logins where id < 12"),
    ("update-with-trigger", "trigger-time", "a row trigger that sums for each row", ONE, "update stock set seen = 1 where id < 2000"),
    ("union-of-disjoint", "union-dedup ?sort-spill", "the halves cannot meet", ONE, "select id, 'v' as what from visits where id < 200000 union select id, 'i' from invoices"),
    ("order-inside", "sort-spill", "ORDER BY below an aggregate; the plan does not say that the aggregate keeps no order, and 13 MB go to disk", ONE, "select count(*), max(cost) from (select * from visits order by code offset 0) x"),
    ("last-visit-each", "top-n-per-group ?sort-spill", "row_number() = 1 of each patient", ONE + "; set work_mem = '64MB'",
     "select * from (select v.*, row_number() over (partition by patient_id order by at desc) as n from visits v) x where n = 1"),
    ("fenced-cte", "cte-fence ?aggregate-spill", "MATERIALIZED, then one patient of it", ONE,
     "with per as materialized (select patient_id, count(*) as n, sum(cost) as cost from visits group by patient_id) select * from per where patient_id = 7"),
    ("first-open", "limit-trap ?index-filter ?filter-discards", "the first of a rare state in the order of the key, which is at the end",
     ONE + "; update visits set state = 'lost' where id > 399990; analyze visits", "select * from visits where state = 'lost' order by id limit 1"),
    ("cache-too-small", "nested-loop-lookups", "60,000 keys in a cache of 64 kB were planted; planned without a cache, and hash joins off", ONE + "; set work_mem = '64kB'; set hash_mem_multiplier = 1; set enable_hashjoin = off; set enable_mergejoin = off; set cpu_tuple_cost = 0.001",
     "select count(p.name) from (select patient_id from visits where id < 60000 union all select patient_id from visits where id < 60000) v join patients p on p.id = v.patient_id"),
    ("one-plan-for-all", "-", "a prepared plan for 99.8 % and 0.2 % alike was planted; half was expected, and the plan is right for it",
     GENERIC + "; create index if not exists visits_state on visits (state); analyze visits; prepare g(text) as select sum(p.ward_id) from visits v join patients p on p.id = v.patient_id where v.state = $1", "execute g('closed')"),
    ("optional-parameter", "optional-condition", "($1 is null or doctor_id = $1)", GENERIC + "; prepare o(int) as select * from visits where ($1 is null or doctor_id = $1)", "execute o(17)"),
    ("pairs-thrown-away", "-", "pairs thrown away were planted; the planner joins by the sum, 3 ms", ONE,
     "select count(*) from patients a join patients b on a.ward_id = b.ward_id and a.id < b.id and (a.born + 3 = b.born) where a.id < 9000 and b.id < 9000"),
    ("no-join-condition", "cross-join", "two tables without a condition", ONE, "select count(*) from wards w, files f where w.floor = 3 and f.id < 100000"),
    ("folder-tree", "recursive-scan", "parent_id has no index", ONE,
     "with recursive t as (select id, parent_id from files where id = 1 union all select f.id, f.parent_id from files f join t on f.parent_id = t.id) select count(*) from t"),
    ("status-then-amount", "-", "an index on status was to be planned; there is a better one", ONE + "; set enable_bitmapscan = off; set random_page_cost = 1", "select * from invoices where status = 's3' and amount = 3 and due = '2024-01-04'"),
    ("second-column", "-", "an index on (due, amount) asked for amount; 0.2 ms", ONE + "; set enable_seqscan = off; set enable_bitmapscan = off", "select count(*) from invoices where amount = 77"),
    ("days-of-parts", "many-partitions", "500 partitions for one row each", ONE, "select sum(v) from tiny_parts where id = 7"),
    ("numbers-from-function", "function-estimate", "a function that declares 1,000 rows and gives 90,000", ONE + "; set enable_hashjoin = off; set enable_mergejoin = off", "select count(*) from many_numbers() n join patients p on p.id = n"),
    ("scattered", "-", "12,000 rows of an index in no order of the table, all in memory: 4 ms", ONE + "; set enable_bitmapscan = off; set random_page_cost = 1", "select sum(length(text)) from clustered where spread between 100 and 12100"),
    ("in-list-beside-or", "subplan-not-hashed ?correlated-subplan", "IN (subquery) OR …, more rows than fit", ONE + "; set work_mem = '64kB'",
     "select count(*) from wards w, generate_series(1, 10) g where w.id + g in (select doctor_id + 1000 from visits where id < 40000) or w.floor = 99"),
    ("off-and-used", "disabled-node filter-discards ?planner-switches", "enable_seqscan = off without an index", ONE + "; set enable_seqscan = off", "select count(*) from files where owner_id = 5"),
    # Look-alikes: nothing is wrong
    ("all-rows-grouped", "-", "every row is wanted", ONE, "select ward_id, avg(minutes) from visits group by ward_id"),
    ("one-key", "-", "by the key", ONE, "select * from visits where id = 4711"),
    ("half-of-them", "-", "half of the rows pass", ONE, "select sum(cost) from visits where minutes < 120"),
    ("small-table", "-", "40 rows", ONE, "select * from wards where floor = 3"),
    ("newest-by-index", "-", "an index in the order that is asked for", ONE, "select * from visits order by at desc limit 20"),
    ("join-all", "-", "every visit is joined, in memory", ONE + "; set work_mem = '64MB'", "select p.blood, sum(v.cost) from visits v join patients p on p.id = v.patient_id group by p.blood"),
    ("one-month", "-", "one partition, all of it", ONE, "select avg(pulse) from readings where at >= '2024-03-01' and at < '2024-04-01'"),
    ("range-by-index", "-", "a day by its index", ONE, "select * from visits where at >= '2023-07-01' and at < '2023-07-02'"),
    ("insert-some", "-", "a thousand rows", ONE, "insert into payments select g, 1 from generate_series(1, 1000) g"),
    ("update-by-key", "-", "one row", ONE, "update patients set note = 'seen' where id = 77"),
    ("sort-in-memory", "-", "60,000 rows sorted in memory", ONE + "; set work_mem = '64MB'", "select id, name from patients order by name"),
    ("workers-at-work", "-", "three processes share the rows", TWO, "select state, sum(cost) from visits group by state"),
    ("exists-as-join", "-", "a semi join over all", ONE + "; set work_mem = '64MB'", "select count(*) from patients p where exists (select from visits v where v.patient_id = p.id and v.minutes > 20)"),
    ("batch-by-index", "-", "50 rows that lie together", ONE, "select * from clustered where batch = 77"),
    ("page-two", "-", "OFFSET 20", ONE, "select * from visits order by id offset 20 limit 20"),
]


if __name__ == "__main__":
    explain_all(pathlib.Path(__file__).parent, SCHEMA, PLANS)
