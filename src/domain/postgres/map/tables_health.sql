-- The server as a whole, beyond the database that was read.
create table server_facts (
    database_id integer primary key, -- L: the database it was read through
    client_connections integer,      -- L: sessions of clients, all databases
    sees_all_sessions integer not null, -- L: the reader may see other roles' statements and states
    oldest_transaction_seconds real, -- L: age of the oldest transaction of a client, all databases; NULL when none is seen
    is_replica integer not null      -- L: in recovery
);

-- Databases of the server and how far they are from the end of their transaction ids.
create table server_databases (
    database_id integer not null,    -- T: the database it was read through
    name text not null,              -- T: bare name
    takes_connections integer not null, -- T: 0 for template0
    is_current integer not null,     -- T: the one that was read
    xid_age integer not null,        -- T: age(datfrozenxid)
    multixact_age integer not null,  -- T: mxid_age(datminmxid)
    primary key (database_id, name)
);

-- Files of the write-ahead log (pg_monitor).
create table wal_files (
    database_id integer primary key, -- L: the database it was read through
    files integer not null,          -- L: in pg_wal
    bytes integer not null,          -- L: of them
    waiting_for_archive integer not null -- L: .ready files
);

-- VACUUMs in progress.
create table vacuums (
    database_id integer not null,    -- L: the database
    relation_id integer not null,    -- L: the table
    pid integer not null             -- L: who does it
);

-- What the server keeps from the role that reads: left out without an error.
create table hidden_facts (
    database_id integer not null,    -- S: the database
    what text not null,              -- S: table of the map
    class text not null,             -- S: its class of facts
    reason text not null,            -- S: what is hidden
    remedy text not null             -- S: the GRANT that would show it
);

-- Settings that are amounts, in bytes or seconds.
create view amounts as
select database_id, name, cast(value as real) as number,
       cast(value as real) * case unit when 'B' then 1 when 'kB' then 1024 when '8kB' then 8192 when '16kB' then 16384
         when '32kB' then 32768 when 'MB' then 1048576 end as bytes,
       cast(value as real) * case unit when 'ms' then 0.001 when 's' then 1 when 'min' then 60 end as seconds
from settings;

-- Storage parameters of tables, one by one: fillfactor, autovacuum_enabled …
create view table_options as
select r.database_id, r.id as relation_id, substr(o.value, 1, instr(o.value, '=') - 1) as name,
       substr(o.value, instr(o.value, '=') + 1) as value
from relations r join json_each('["' || replace(r.options, ',', '","') || '"]') o
where r.options is not null and r.options not like '%"%';

-- When autovacuum comes to a table: parameters of the table, else settings, else what PostgreSQL installs.
create view autovacuum_limits as
with given as (
  select relation_id,
         max(case name when 'autovacuum_vacuum_threshold' then value + 0 end) as vacuum_base,
         max(case name when 'autovacuum_vacuum_scale_factor' then value + 0 end) as vacuum_factor,
         max(case name when 'autovacuum_vacuum_max_threshold' then value + 0 end) as vacuum_most,
         max(case name when 'autovacuum_vacuum_insert_threshold' then value + 0 end) as insert_base,
         max(case name when 'autovacuum_vacuum_insert_scale_factor' then value + 0 end) as insert_factor,
         max(case name when 'autovacuum_analyze_threshold' then value + 0 end) as analyze_base,
         max(case name when 'autovacuum_analyze_scale_factor' then value + 0 end) as analyze_factor,
         max(case when name = 'autovacuum_enabled' then lower(value) in ('false', 'off', 'no', '0', 'f') end) as is_off
  from table_options group by relation_id),
set_for_all as (
  select database_id,
         max(case name when 'autovacuum_vacuum_threshold' then value + 0 end) as vacuum_base,
         max(case name when 'autovacuum_vacuum_scale_factor' then value + 0 end) as vacuum_factor,
         max(case name when 'autovacuum_vacuum_max_threshold' then value + 0 end) as vacuum_most,
         max(case name when 'autovacuum_vacuum_insert_threshold' then value + 0 end) as insert_base,
         max(case name when 'autovacuum_vacuum_insert_scale_factor' then value + 0 end) as insert_factor,
         max(case name when 'autovacuum_analyze_threshold' then value + 0 end) as analyze_base,
         max(case name when 'autovacuum_analyze_scale_factor' then value + 0 end) as analyze_factor
  from settings where name like 'autovacuum%' group by database_id)
select r.database_id, r.id as relation_id,
       coalesce(g.vacuum_base, s.vacuum_base, 50) as vacuum_base, coalesce(g.vacuum_factor, s.vacuum_factor, 0.2) as vacuum_factor,
       coalesce(g.vacuum_most, s.vacuum_most, -1) as vacuum_most,
       coalesce(g.insert_base, s.insert_base, 1000) as insert_base, coalesce(g.insert_factor, s.insert_factor, 0.2) as insert_factor,
       coalesce(g.analyze_base, s.analyze_base, 50) as analyze_base, coalesce(g.analyze_factor, s.analyze_factor, 0.1) as analyze_factor,
       coalesce(g.is_off, 0) as is_off
from relations r left join given g on g.relation_id = r.id left join set_for_all s on s.database_id = r.database_id
where r.kind in ('table', 'materialized');
