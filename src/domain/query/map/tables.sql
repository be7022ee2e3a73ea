-- Plans as EXPLAIN showed them. A source of plans is a row of `databases` of kind "plans"; times are in
-- milliseconds, sizes in kB, blocks of 8 kB. Without ANALYZE what was measured is NULL.

-- One statement that was explained.
create table plans (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the source
    number integer not null,          -- Q: of the plan in its source, from 1
    format text not null,             -- Q: "text", "json", "yaml" or "xml"
    statement text,                   -- Q: the SQL, where the source has it
    called text,                      -- Q: the same with the values of its parameters, where they are known
    root_id integer,                  -- Q: the node at the top
    total_ms real,                    -- Q: execution time; of the root where it is not said
    total_cost real,                  -- Q: the planner's, of the root
    planning_ms real,                 -- Q: planning time
    execution_ms real,                -- Q: execution time as printed
    jit_ms real,                      -- Q: generating, optimising and emitting code, of all processes
    jit_functions integer,            -- Q: how many functions were compiled
    trigger_ms real,                  -- Q: sum over the triggers
    serialization_ms real,            -- Q: turning rows into text for the client (17)
    nodes integer not null,           -- Q: how many
    analyzed boolean not null,        -- Q: rows and loops were measured
    timed boolean not null,           -- Q: times were measured
    buffered boolean not null,        -- Q: buffers were counted
    complete boolean not null,        -- Q: false when the text was cut
    problem text                      -- Q: why it is not complete
);

-- One node of a plan. "total" figures are of all loops, the others of one loop, as EXPLAIN prints them.
create table plan_nodes (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the source
    plan_id integer not null references plans,         -- Q: its plan
    parent_id integer references plan_nodes,           -- Q: the node that reads it
    number integer not null,          -- Q: in the order of the text, from 1
    depth integer not null,           -- Q: 0 for the root
    type text not null,               -- Q: "Seq Scan", "Hash Join", "Aggregate"
    title text not null,              -- Q: as a text plan shows it: "Parallel Seq Scan on orders o"
    relationship text,                -- Q: "Outer", "Inner", "Member", "Subquery", "InitPlan", "SubPlan"
    subplan text,                     -- Q: "InitPlan 1 (returns $0)", "CTE x", "SubPlan 2"
    relation text,                    -- Q: the table that it reads or changes
    schema_name text,                 -- Q: of the table (VERBOSE)
    alias text,                       -- Q: what the statement calls it
    index_name text,                  -- Q: the index that it reads
    cte_name text,                    -- Q: the CTE that it reads
    function_name text,               -- Q: the function that it reads
    strategy text,                    -- Q: of an aggregate or set operation: "Plain", "Sorted", "Hashed", "Mixed"
    partial_mode text,                -- Q: "Simple", "Partial", "Finalize"
    join_type text,                   -- Q: "Inner", "Left", "Semi", "Anti", …
    operation text,                   -- Q: of ModifyTable: "Insert", "Update", "Delete", "Merge"
    parallel_aware boolean not null,  -- Q: divides its work among processes
    backward boolean not null,        -- Q: reads its index from the end
    startup_cost real,                -- Q: the planner's, up to the first row
    total_cost real,                  -- Q: the planner's, to the end
    exclusive_cost real,              -- Q: what it adds to its inputs' cost
    rows_estimated real,              -- Q: the planner's, of one loop
    width integer,                    -- Q: bytes of a row, estimated
    startup_ms real,                  -- Q: average of a loop, up to the first row
    loop_ms real,                     -- Q: average of a loop
    rows real,                        -- Q: average of a loop; whole numbers before PostgreSQL 18
    loops real,                       -- Q: how often it ran, over all processes; 0: never
    rows_total real,                  -- Q: rows × loops
    inclusive_ms real,                -- Q: with what is below, as the waiting client's clock shows it
    exclusive_ms real,                -- Q: without what is below
    share real,                       -- Q: of the plan's time that it spends itself, 0 to 1; by cost without times
    participants real not null,       -- Q: processes among which its loops are divided
    estimate_factor real,             -- Q: rows / rows_estimated of a loop, each at least 1
    filter text,                      -- Q: condition tested on each row that was read
    index_condition text,             -- Q: condition that the index answers
    recheck_condition text,           -- Q: condition tested again on rows of a bitmap
    join_condition text,              -- Q: of a hash or merge join
    join_filter text,                 -- Q: condition tested on joined rows
    one_time_filter text,             -- Q: condition tested once
    removed_by_filter real,           -- Q: rows of all loops
    removed_by_join_filter real,      -- Q: rows of all loops
    removed_by_recheck real,          -- Q: rows of all loops
    exact_blocks real,                -- Q: of a bitmap, known row by row
    lossy_blocks real,                -- Q: of a bitmap, known only as a whole
    heap_fetches real,                -- Q: rows that an index-only scan looked up in the table
    index_searches real,              -- Q: descents of the index (18)
    sort_key text,                    -- Q: what it sorts by
    presorted_key text,               -- Q: the part that its input brings in order
    group_key text,                   -- Q: what it groups by
    sort_method text,                 -- Q: "quicksort", "top-N heapsort", "external merge"
    sort_space_type text,             -- Q: "Memory" or "Disk"
    sort_space_kb real,               -- Q: used by the sort
    hash_batches real,                -- Q: parts in which a hash join or aggregate worked; 1: all in memory
    original_batches real,            -- Q: as planned
    memory_kb real,                   -- Q: peak of a hash, aggregate or cache
    disk_kb real,                     -- Q: of an aggregate
    workers_planned real,             -- Q: of Gather
    workers_launched real,            -- Q: of Gather
    cache_hits real,                  -- Q: of Memoize
    cache_misses real,                -- Q: of Memoize
    cache_evictions real,             -- Q: of Memoize
    subplans_removed real,            -- Q: partitions that were pruned when it started
    disabled boolean not null,        -- Q: the planner was told not to use it, and had nothing else
    output text,                      -- Q: columns (VERBOSE)
    shared_hit real,                  -- Q: blocks found in the cache, with what is below
    shared_read real,                 -- Q: blocks read, with what is below
    temp_written real,                -- Q: blocks written to temporary files, with what is below
    exclusive_hit real,               -- Q: blocks found in the cache, by the node itself
    exclusive_read real,              -- Q: blocks read by the node itself
    exclusive_temp_read real,         -- Q: temporary blocks read by the node itself
    exclusive_temp_written real,      -- Q: temporary blocks written by the node itself
    read_ms real,                     -- Q: waiting for blocks, with what is below (track_io_timing)
    wal_records real,                 -- Q: written to the log, with what is below
    wal_fpi real,                     -- Q: whole pages written to the log
    wal_bytes real                    -- Q: written to the log
);

-- What each worker of a node did, where EXPLAIN says it (VERBOSE).
create table plan_workers (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the source
    node_id integer not null references plan_nodes,    -- Q: the node
    number integer not null,          -- Q: the worker's, from 0
    loop_ms real,                     -- Q: average of a loop
    rows real,                        -- Q: average of a loop
    loops real                        -- Q: how often it ran there
);

-- Triggers that a statement fired. Their time is not part of any node's.
create table plan_triggers (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the source
    plan_id integer not null references plans,         -- Q: the plan
    name text,                        -- Q: the trigger's name, where it is said
    constraint_name text,             -- Q: of a constraint's trigger
    relation text,                    -- Q: its table, where it is said
    time_ms real not null,            -- Q: of all calls
    calls real not null               -- Q: how many
);

-- Settings that differ from the default (SETTINGS).
create table plan_settings (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the source
    plan_id integer not null references plans,         -- Q: the plan
    name text not null,               -- Q: "work_mem"
    value text not null               -- Q: as it is set
);

-- One statement of a file of SQL.
create table statements (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the source
    number integer not null,          -- Q: in its file, from 1
    text text not null,               -- Q: as written, without its terminator
    fingerprint text,                 -- Q: equal for statements that differ in constants only; NULL where unreadable
    problem text                      -- Q: why PostgreSQL 15's grammar cannot read it
);
