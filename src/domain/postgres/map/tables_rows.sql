-- How many rows a table holds, counted.
create table relation_rows (
    relation_id integer primary key, -- D: the table
    database_id integer not null,    -- D: the database
    rows integer not null            -- D: count(*)
);

-- What the rows of a column hold, over all rows; only of tables that have rows.
create table column_profile (
    attribute_id integer primary key, -- D: the column
    database_id integer not null,    -- D: the database
    relation_id integer not null,    -- D: its table
    rows integer not null,           -- D: rows of the table
    filled integer not null,         -- D: rows where it is not NULL
    different integer,               -- D: distinct values; NULL for types that cannot be compared
    minimum numeric,                 -- D: of numbers
    maximum numeric,                 -- D: of numbers
    least_length integer,            -- D: characters, of text
    most_length integer,             -- D: characters, of text
    most_bytes integer               -- D: bytes, of text
);

-- What the texts of a column are really: only columns of text whose first rows show something. All counts
-- are over all rows but those of tokens, which are of up to 1,000 rows.
create table text_profile (
    attribute_id integer primary key, -- D: the column
    database_id integer not null,    -- D: the database
    relation_id integer not null,    -- D: its table
    castable_to text,                -- D: type whose shape (nearly) all values have: uuid, bigint, numeric, date, timestamptz, boolean, inet, json; numbers with leading zeros are none
    castable integer,                -- D: values of that shape
    near_limit integer,              -- D: values of at least 95 % of n, of varchar(n) and char(n)
    list_separator text,             -- D: , ; or | when three or more tokens are joined by it
    list_rows integer,               -- D: values that are such lists
    list_tokens integer,             -- D: tokens of the lists looked at
    list_different integer           -- D: different tokens among them
);

-- Which combinations occur of the boolean columns of a table that has at least three.
create table boolean_profile (
    relation_id integer primary key, -- D: the table
    database_id integer not null,    -- D: the database
    rows integer not null,           -- D: rows of the table
    columns text not null,           -- D: names, quoted, joined by ", ", in order
    column_count integer not null,   -- D: how many
    combinations integer not null,   -- D: different combinations
    exclusive_rows integer not null  -- D: rows in which at most one is true
);

-- Columns of one table whose names begin with the same word, and of which one decides the other in all rows: each of its values,
-- which come back in three rows on average, has one value beside it.
create table functional_dependencies (
    attribute_id integer not null,   -- D: the column that decides
    dependent_id integer not null,   -- D: the column that follows from it
    database_id integer not null,    -- D: the database
    relation_id integer not null,    -- D: their table
    rows integer not null,           -- D: rows of the table
    different integer not null       -- D: distinct values of the column that decides
);
