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
