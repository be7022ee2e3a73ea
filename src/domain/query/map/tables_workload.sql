-- Queries of a workload: statements that differ in constants only, with what they weighed, and what each does with the
-- tables and columns of the schema that it runs on. A workload is a row of `databases` of kind "workload"; `bases` says
-- which database its names were looked up in. Without one there are no rows in the tables below `queries`.

create table queries (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the workload
    number integer not null,          -- Q: by total time, or by place where no time is known
    name text not null,               -- Q: its first words, on one line
    text text not null,               -- Q: normal form, constants as $1, $2, …
    statement text not null,          -- Q: one call as it was made where the source has one, else the normal form
    fingerprint text not null,        -- Q: equal for statements that differ in constants only
    kind text,                        -- Q: select, insert, update, delete; NULL for others and what cannot be read
    calls integer not null,           -- Q: how often; 1 for each time that a file of SQL has it
    total_ms real,                    -- Q: of all calls; NULL where no time is known
    mean_ms real,                     -- Q: of one
    jit_ms real,                      -- Q: spent in compiling, of all calls; NULL where the source does not count it
    share real not null,              -- Q: of the workload's time, or of its calls where no time is known, 0 to 1
    returned_rows integer,            -- Q: of all calls, where the source counts them
    is_limited boolean not null,      -- Q: LIMIT at the top
    gives_star boolean not null,      -- Q: "*" stands in what it returns, not in a sub-select alone
    has_or boolean not null,          -- Q: some of its conditions are alternatives
    ran_in text,                      -- Q: the database that most of its calls name, where the source says it
    repeats_id integer references queries, -- Q: the same query in another workload of that database: what it does stands there
    plan_id integer references plans, -- Q: the slowest plan that its log holds
    source text not null              -- Q: "SQL", "pg_stat_statements", "csvlog"
);

-- One mention of a table by a query: in FROM, or as the target of a write.
create table query_tables (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the workload
    query_id integer not null references queries,      -- Q: the query
    relation_id integer not null references relations, -- Q: the table or view
    alias text not null,              -- Q: what the query calls it
    usage text not null,              -- Q: read, insert, update, delete
    reads_all boolean not null        -- Q: "*" takes every column
);

-- What a query does with a column, one row a role.
create table query_columns (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the workload
    query_id integer not null references queries,      -- Q: the query
    use_id integer not null references query_tables,   -- Q: the mention of its table
    relation_id integer not null references relations, -- Q: the table
    attribute_id integer not null references attributes, -- Q: the column
    role text not null,               -- Q: equality, range, join, group, order, read, prefix (LIKE 'x%'), pattern (LIKE '%x', regular expressions), containment (@>, &&, @@), fixed (a condition with a constant), expression (lower(x) = …), excluding (NOT IN (SELECT x …)), set, conflict (ON CONFLICT)
    position integer not null,        -- Q: among those of its role, from 1
    condition text,                   -- Q: fixed, expression: as SQL
    is_descending boolean not null,   -- Q: order: DESC
    nulls_first boolean not null      -- Q: order: NULLS FIRST, said or meant
);

-- Columns of two tables that a query compares with "=".
create table query_joins (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the workload
    query_id integer not null references queries,      -- Q: the query
    attribute_id integer not null references attributes,      -- Q: one column
    other_attribute_id integer not null references attributes -- Q: the other
);

-- Names in a query that the schema does not have.
create table query_unknown_names (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the workload
    query_id integer not null references queries,      -- Q: the query
    relation_id integer references relations,          -- Q: the table that lacks the column; NULL where the table itself is not there
    name text not null                -- Q: the column, or the table, as SQL writes it
);
