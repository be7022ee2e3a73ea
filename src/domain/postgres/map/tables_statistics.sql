-- Sizes and run-time counters of tables.
create table relation_statistics (
    relation_id integer primary key, -- T: the relation
    database_id integer not null,    -- T: the database
    row_estimate real,               -- T: reltuples; NULL when never analysed
    pages integer,                   -- T: relpages
    all_visible_pages integer,       -- T: relallvisible
    bytes integer,                   -- T: main fork, from relpages
    total_bytes integer,             -- T: with indexes and TOAST
    toast_bytes integer,             -- T: of its TOAST table
    index_bytes integer,             -- T: of its indexes
    sequential_scans integer,        -- T: seq_scan
    sequential_rows integer,         -- T: seq_tup_read
    index_scans integer,             -- T: idx_scan
    inserts integer,                 -- T: n_tup_ins
    updates integer,                 -- T: n_tup_upd
    deletes integer,                 -- T: n_tup_del
    hot_updates integer,             -- T: n_tup_hot_upd
    live_rows integer,               -- T: n_live_tup
    dead_rows integer,               -- T: n_dead_tup
    modified_since_analyze integer,  -- T: n_mod_since_analyze
    inserted_since_vacuum integer,   -- T: n_ins_since_vacuum, 13 and newer
    analyzed_days real,              -- T: days since the last (auto)analyze
    vacuumed_days real,              -- T: days since the last (auto)vacuum
    xid_age integer,                 -- T: age(relfrozenxid)
    multixact_age integer            -- T: mxid_age(relminmxid)
);

-- Sizes and run-time counters of indexes.
create table index_statistics (
    index_id integer primary key,    -- T: the index
    database_id integer not null,    -- T: the database
    relation_id integer not null,    -- T: its table
    scans integer,                   -- T: idx_scan
    last_scan_days real,             -- T: days since the last scan, 16 and newer
    rows_read integer,               -- T: idx_tup_read
    rows_fetched integer,            -- T: idx_tup_fetch
    row_estimate real,               -- T: reltuples
    bytes integer                    -- T: from relpages
);

-- The planner's statistics of columns.
create table column_statistics (
    attribute_id integer primary key, -- T: the column
    database_id integer not null,    -- T: the database
    relation_id integer not null,    -- T: its table
    null_fraction real,              -- T: null_frac
    average_width integer,           -- T: bytes
    distinct_values real,            -- T: n_distinct: negative is a share of the rows
    common_values integer,           -- T: how many most common values are kept
    top_frequency real,              -- T: frequency of the most common value
    least_common_frequency real,     -- T: frequency of the last of them
    correlation real                 -- T: physical order
);

-- Counters of the database.
create table database_statistics (
    database_id integer primary key, -- T: the database
    bytes integer,                   -- T: size
    statistics_days real,            -- T: days since the counters were reset
    uptime_days real,                -- T: days since the server started
    connections integer,             -- T: numbackends
    commits integer,                 -- T: xact_commit
    rollbacks integer,               -- T: xact_rollback
    blocks_read integer,             -- T: blks_read
    blocks_hit integer,              -- T: blks_hit
    temp_files integer,              -- T: temp_files
    temp_bytes integer,              -- T: temp_bytes
    deadlocks integer,               -- T: deadlocks
    checksum_failures integer,       -- T: checksum_failures
    xid_age integer,                 -- T: age(datfrozenxid)
    multixact_age integer,           -- T: mxid_age(datminmxid)
    checkpoints_timed integer,       -- T: since the counters were reset
    checkpoints_requested integer,   -- T: since the counters were reset
    is_replica integer               -- T: in recovery
);
