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
