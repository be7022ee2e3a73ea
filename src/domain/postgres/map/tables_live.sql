-- Settings of a live server (pg_settings).
create table settings (
    database_id integer not null,    -- L: the database
    name text not null,              -- L: name
    value text,                      -- L: current value, in its unit
    unit text,                       -- L: kB, 8kB, ms …
    boot_value text,                 -- L: compiled-in default
    source text,                     -- L: default, configuration file, database …
    is_pending_restart integer not null, -- L: changed in the file, not yet in force
    primary key (database_id, name)
);

-- Sessions at the moment of reading.
create table sessions (
    database_id integer not null,    -- L: the database
    pid integer not null,            -- L: process
    role text,                       -- L: who
    application text,                -- L: application_name
    state text,                      -- L: active, idle, idle in transaction …
    backend_type text,               -- L: client backend, walsender …
    transaction_seconds real,        -- L: age of its transaction
    query_seconds real,              -- L: age of its statement
    state_seconds real,              -- L: since the state changed
    session_seconds real,            -- L: since it connected
    xmin_age integer,                -- L: age(backend_xmin)
    waits_for_lock integer not null, -- L: wait_event_type = Lock
    blocked_by text,                 -- L: pids joined by blank
    query text                       -- L: normalised start of the statement
);

-- Replication slots.
create table replication_slots (
    database_id integer not null,    -- L: the database
    name text not null,              -- L: slot's name
    type text not null,              -- L: physical or logical
    is_active integer not null,      -- L: someone is connected
    xmin_age integer,                -- L: age of the older of xmin and catalog_xmin
    retained_bytes integer,          -- L: WAL kept for it
    wal_status text,                 -- L: reserved, extended, unreserved, lost (13 and newer)
    invalidation_reason text         -- L: 17 and newer
);

-- Standbys connected to this server.
create table standbys (
    database_id integer not null,    -- L: the database
    application text,                -- L: application_name
    state text,                      -- L: streaming …
    sync_state text,                 -- L: async, sync …
    replay_lag_seconds real,         -- L: replay_lag
    replay_lag_bytes integer,        -- L: WAL not yet replayed
    xmin_age integer                 -- L: age of its backend_xmin (hot standby feedback)
);

-- Prepared transactions that were never finished.
create table prepared_transactions (
    database_id integer not null,    -- L: the database
    gid text not null,               -- L: its name
    owner text not null,             -- L: who
    age_seconds real not null,       -- L: since PREPARE
    xid_age integer                  -- L: age(transaction)
);

-- WAL archiving.
create table archiver (
    database_id integer primary key, -- L: the database
    archived integer,                -- L: archived_count
    failed integer,                  -- L: failed_count
    last_failed_after_last_archived integer, -- L: 1 when the last attempt failed
    seconds_since_archived real      -- L: since the last success
);

-- pg_hba.conf as the server reads it (superuser, or a member of pg_read_all_settings with a grant).
create table access_rules (
    database_id integer not null,    -- L: the database
    line integer not null,           -- L: line of the file
    type text,                       -- L: local, host, hostssl …
    databases text,                  -- L: joined by comma
    roles text,                      -- L: joined by comma
    address text,                    -- L: address
    netmask text,                    -- L: mask
    method text,                     -- L: trust, md5, scram-sha-256 …
    options text,                    -- L: joined by comma
    error text                       -- L: what the server finds wrong with it
);

-- How passwords are kept (superuser only); never the passwords.
create table role_passwords (
    database_id integer not null,    -- L: the database
    role text not null,              -- L: bare name
    shape text not null              -- L: scram, md5, name (md5 of the role's own name), none, other
);

-- Index builds in progress.
create table index_builds (
    database_id integer not null,    -- L: the database
    index_id integer,                -- L: the index
    pid integer not null             -- L: who builds it
);

-- Subscriptions of logical replication (superuser, or pg_read_all of the catalogue).
create table subscriptions (
    database_id integer not null,    -- L: the database
    name text not null,              -- L: bare name
    is_enabled integer not null,     -- L: subenabled
    holds_password integer           -- L: subconninfo has a password; NULL when not readable
);
