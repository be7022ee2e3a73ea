-- Columns without a foreign key that look, by name and type, as if they referred to the primary key of a table.
create table reference_candidates (
    attribute_id integer primary key, -- S: the column
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its table
    referenced_attribute_id integer not null, -- S: the only column of the other table's primary key
    referenced_relation_id integer not null, -- S: the other table
    evidence text not null           -- S: name (customer_id), prefix (billing_address_id), self (parent_id), by (created_by), table (customer)
);

-- How the values of such columns lie in the key that they may refer to, counted over all rows.
create table reference_counts (
    attribute_id integer primary key, -- D: the column
    database_id integer not null,    -- D: the database
    rows integer not null,           -- D: rows of its table
    filled integer not null,         -- D: rows where it is not NULL
    different integer not null,      -- D: distinct values
    orphans integer not null,        -- D: rows whose value the key does not hold
    orphan_values integer not null,  -- D: distinct values that the key does not hold
    referenced_rows integer not null -- D: rows of the other table
);

-- Where sequences stood after the rows were read: no earlier than the largest value that was seen.
create table sequence_positions (
    sequence_id integer primary key, -- D: the sequence
    database_id integer not null,    -- D: the database
    last_value integer               -- D: last value given out; NULL when never used
);

-- Foreign keys whose columns have constants as defaults: whether the referenced table, where it has rows, holds the one they name.
create table default_targets (
    constraint_id integer primary key, -- D: the foreign key
    database_id integer not null,    -- D: the database
    is_found integer not null        -- D: 1 when it does
);
