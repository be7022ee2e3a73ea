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
create table tenants (id int primary key, name text not null, plan text not null, seats int not null);
insert into tenants select g, 'tenant ' || g, (array['free','team','large'])[1 + g % 3], g % 50 from generate_series(1, 500) g;
create table users (id int primary key, tenant_id int not null references tenants, email text not null, seen_at timestamptz, country char(2) not null, lang text not null, active boolean not null);
insert into users select g, 1 + (g::bigint * 48271) % 500, 'u' || g || '@x.io', now() - g * interval '7 minutes', (array['FI','DE','FR','PL'])[1 + g % 4],
    (array['fi','de','fr','pl'])[1 + g % 4], g % 9 <> 0 from generate_series(1, 80000) g;
create table events (id bigint primary key, user_id int not null, at timestamptz not null, kind text not null, path text not null, took_ms double precision, attributes jsonb not null);
insert into events select g, 1 + (g::bigint * 16807) % 80000, timestamptz '2024-01-01' + g * interval '40 seconds', 'k' || g % 40, '/p/' || g % 3000,
    (g % 997) / 3.0, jsonb_build_object('browser', 'b' || g % 9, 'ref', g % 5000) from generate_series(1, 500000) g;
create index events_at on events (at);
create index events_kind on events (kind);
create table tags (event_id bigint not null, tag text not null);
insert into tags select g * 5, 't' || g % 700 from generate_series(1, 90000) g;
create table tasks (id int primary key, parent_id int, state text not null, priority int not null, owner_id int not null, due date);
insert into tasks select g, case when g > 50 then g / 7 end, case when g % 2000 = 0 then 'ready' else 'done' end, g % 10, g % 700, date '2024-01-01' + g % 400 from generate_series(1, 150000) g;
create index tasks_owner on tasks (owner_id);
create table ledger (id int not null, tenant_id int not null, month date not null, cents bigint not null) partition by list (tenant_id);
select format('create table ledger_%s partition of ledger for values in (%s)', g, g) from generate_series(1, 120) g \\gexec
insert into ledger select g, 1 + g % 120, date '2024-01-01' + (g % 12) * 30, g from generate_series(1, 240000) g;
create table notes (id int primary key, user_id int references users on delete set null, body text not null);
insert into notes select g, 1 + g % 80000, repeat(md5(g::text), 4) from generate_series(1, 120000) g;
create table counters (id int primary key, n int not null, updated timestamptz);
insert into counters select g, 0, now() from generate_series(1, 30000) g;
create function touch() returns trigger language plpgsql as $$ begin new.updated = clock_timestamp(); perform pg_sleep(0.0002); return new; end $$;
create trigger counters_touch before update on counters for each row execute function touch();
create table wide (id int primary key, doc text not null);
alter table wide alter doc set storage external;
insert into wide select g, repeat(md5(g::text), 300) from generate_series(1, 8000) g;
create table queue (id int primary key, done boolean not null, at timestamptz not null);
insert into queue select g, g < 199950, now() from generate_series(1, 200000) g;
create table sparse (id int not null, v int);
insert into sparse select g, g from generate_series(1, 300000) g;
delete from sparse where id % 60 <> 0;
vacuum analyze;
"""

ONE = "set max_parallel_workers_per_gather = 0; set jit = off"  # one process, nothing compiled
TWO = "set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0; set jit = off"

# name, labels ("rule ?rule", or "-"), what was planted, settings and preparations, the statement
PLANS = [
    ("country-and-lang", "?filter-discards", "the language follows from the country; four times the rows came, which changes nothing", ONE + "; set random_page_cost = 1.1; set enable_hashjoin = off; set enable_mergejoin = off; create index on notes (user_id)",
     "select count(n.body) from users u join notes n on n.user_id = u.id where u.country = 'FI' and u.lang = 'fi' and u.active and u.tenant_id < 100"),
    ("path-of-event", "filter-discards", "no index on path", ONE, "select * from events where path = '/p/77'"),
    ("year-of-event", "function-on-column", "date_trunc('day', at) past the index on at", ONE, "select count(*) from events where date_trunc('day', at) = '2024-03-01'"),
    ("took-rounded", "function-on-column", "round(took_ms) = …", ONE, "select id from events where round(took_ms) = 300 and kind <> 'k1'"),
    ("attribute-of-event", "json-filter", "attributes->>'ref'", ONE, "select id from events where attributes->>'ref' = '4711'"),
    ("attributes-contain", "containment-scan", "attributes @> without GIN", ONE, "select id from events where attributes @> '{\"ref\": 4711}'"),
    ("email-ends", "leading-wildcard", "LIKE '%77@x.io'", ONE, "select id from users where email like '%777@x.io'"),
    ("email-begins", "like-prefix", "LIKE 'u777%' without text_pattern_ops", ONE + "; create index on users (email)", "select id from users where email like 'u7777%'"),
    ("user-or-path", "or-across-columns", "user or path", ONE, "select * from events where user_id = 5 or path = '/p/2999'"),
    ("tags-of-events", "correlated-subplan ?seq-scan-in-loop", "count of tags for each of 200 events, tags has no index", ONE, "select e.id, (select count(*) from tags t where t.event_id = e.id) from events e where e.id between 1000 and 1199"),
    ("tags-in-loop", "filter-discards", "a loop over a table without an index was planted; planned the other way round, and seen_at has no index", ONE + "; set enable_hashjoin = off; set enable_mergejoin = off; set enable_material = off", "select count(*) from tenants n join users u on u.tenant_id = n.id and u.seen_at > now() - interval '1 day' where n.id < 30"),
    ("all-sorted", "sort-spill", "500,000 rows in 4 MB", ONE, "select user_id, path from events order by path, user_id"),
    ("users-hashed", "hash-spill", "80,000 users in 1 MB", ONE + "; set work_mem = '1MB'; set enable_mergejoin = off", "select count(*) from events e join users u on u.id = e.user_id where u.email || e.path <> 'x'"),
    ("first-slow", "top-n-sort", "no index on took_ms", ONE, "select id, took_ms from events order by took_ms desc limit 5"),
    ("far-page", "offset-rows", "OFFSET 300000", ONE, "select id, kind from events order by id offset 300000 limit 50"),
    ("latest-of-user", "top-n-per-group ?sort-spill", "the last event of each user", ONE, "select * from (select e.user_id, e.at, e.kind, row_number() over (partition by user_id order by at desc) n from events e) x where n = 1"),
    ("users-with-events", "distinct-fanout ?hash-spill", "500,000 joined rows for 80,000 users", ONE, "select distinct u.id, u.email from users u join events e on e.user_id = u.id"),
    ("summed-first", "cte-fence ?aggregate-spill", "a MATERIALIZED sum of all for one", ONE, "with s as materialized (select user_id, count(*) as n from events group by user_id) select n from s where user_id = 4711"),
    ("ready-task", "filter-discards", "ORDER BY id LIMIT 1 of a rare state was to read the key's index; it reads the table", ONE + "; update tasks set state = 'done' where id < 149000; analyze tasks", "select * from tasks where state = 'ready' order by id limit 1"),
    ("tree-of-tasks", "join-reads-all", "parent_id has no index; the recursion ends after one step", ONE, "with recursive t as (select id from tasks where id = 3 union all select c.id from tasks c join t on c.parent_id = t.id) select count(*) from t"),
    ("owner-and-priority", "index-filter", "an index on owner, a filter on priority and due", ONE + "; update tasks set owner_id = 5 where id % 3 = 0; analyze tasks; set enable_bitmapscan = off; set enable_seqscan = off", "select * from tasks where owner_id = 5 and due = '2024-01-07' and priority = 6"),
    ("ledger-by-text", "partition-pruning-missed", "the key cast to text", ONE, "select sum(cents) from ledger where tenant_id::text = '7'"),
    ("delete-users", "foreign-key-trigger", "notes.user_id has no index", ONE, "delete from users where id between 1000 and 1010"),
    ("touch-counters", "trigger-time", "a trigger that waits", ONE, "update counters set n = n + 1 where id <= 3000"),
    ("writing-out", "-", "long values: this version does not tell what writing them out takes", ONE, "select * from wide"),
    ("queue-scanned", "filter-discards", "50 of 200,000 are not done, and there is no partial index", ONE, "select * from queue where not done"),
    ("mostly-empty", "-", "5,000 of 300,000 rows are left in 1,328 blocks; 2 ms, and the plan does not say how long a row is", ONE, "select sum(v) from sparse"),
    ("union-of-kinds", "union-dedup ?sort-spill ?aggregate-spill", "rows that cannot be equal", ONE, "select id, 'a' from events where id <= 200000 union select id, 'b' from events where id > 200000"),
    ("no-workers", "workers-not-launched", "max_parallel_workers = 0", TWO + "; set max_parallel_workers = 0", "select kind, count(*) from events group by kind"),
    ("jit-for-nothing", "jit-cost", "compiled from cost 0", "set max_parallel_workers_per_gather = 0; set jit = on; set jit_above_cost = 0; set jit_inline_above_cost = 0; set jit_optimize_above_cost = 0", "select kind, sum(took_ms * 2), avg(took_ms) from events where took_ms > 1 group by kind"),
    ("not-in-users", "not-in-nulls", "NOT IN over a column that may be NULL", ONE, "select count(*) from users where id not in (select user_id from notes where id < 20000)"),
    ("everyone-with-everyone", "cross-join", "no condition between tenants and tasks", ONE, "select count(*) from tenants t, tasks k where k.priority = 3 and t.plan = 'free'"),
    ("numeric-user", "cast-on-column", "the column is cast to numeric for the literal", ONE, "select count(*) from events where user_id = 77.0"),
    ("joined-by-text", "sort-spill", "both keys are cast to text; the plan would look the same with varchar columns", ONE, "select count(*) from tags t join events e on e.id::text = t.event_id::text"),
    ("bitmap-small", "lossy-bitmap", "a bitmap in 64 kB", ONE + "; set work_mem = '64kB'; set enable_seqscan = off; set enable_indexscan = off", "select sum(took_ms) from events where kind in ('k1', 'k2', 'k3', 'k4')"),
    # Look-alikes
    ("kinds-counted", "-", "every event is wanted", ONE, "select kind, count(*) from events group by kind"),
    ("event-by-key", "-", "by the key", ONE, "select * from events where id = 4711"),
    ("hour-of-events", "-", "an hour by its index", ONE, "select * from events where at >= '2024-03-01' and at < '2024-03-01 01:00'"),
    ("third-of-users", "-", "a third of the rows", ONE, "select count(*) from users where country = 'FI' or country = 'DE'"),
    ("tenants-of-plan", "-", "a small table", ONE, "select * from tenants where plan = 'team'"),
    ("one-partition", "-", "one partition of 120", ONE, "select sum(cents) from ledger where tenant_id = 7"),
    ("last-events", "-", "an index in the order", ONE, "select id from events order by at desc limit 20"),
    ("owners-by-index", "-", "200 rows of an index", ONE, "select count(*) from tasks where owner_id = 77"),
    ("sorted-small", "-", "500 rows sorted", ONE, "select * from tenants order by name"),
    ("semi-join", "-", "users with notes, by a hash in memory", ONE + "; set work_mem = '64MB'", "select count(*) from users u where exists (select from notes n where n.user_id = u.id)"),
    ("workers-share", "-", "processes share the work", TWO, "select avg(took_ms) from events"),
    ("insert-many", "-", "5,000 rows are inserted", ONE, "insert into tags select g, 'x' from generate_series(1, 5000) g"),
]


if __name__ == "__main__":
    explain_all(pathlib.Path(__file__).parent, SCHEMA, PLANS)
