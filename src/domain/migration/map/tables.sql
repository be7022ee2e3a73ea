-- Migrations: files in the order in which their tool applies them. A folder is a row of `databases` of kind
-- "migrations"; locks are those of the server version that the run is for.

-- One file.
create table migration_files (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the folder
    number integer not null,          -- Q: in the order of the folder, from 1
    path text not null,               -- Q: as the user named it or as discovery found it
    reported boolean not null,        -- Q: not released yet, as far as git says
    scope text not null               -- Q: how its tool runs it: "none", "wrapped" or "implicit" transaction
);

-- One statement of a file.
create table migration_statements (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the folder
    file_id integer not null references migration_files, -- Q: its file
    number integer not null,          -- Q: in the file, from 1
    transaction_number integer not null, -- Q: statements of one file with equal numbers run in one transaction
    scope text not null,              -- Q: "none", "written" (BEGIN), "wrapped" (by the tool) or "implicit"
    lock_timeout text,                -- Q: in force when it runs, where the file sets it
    text text not null,               -- Q: as it is run: templates rendered
    problem text                      -- Q: why PostgreSQL 15's grammar cannot read it
);

-- One thing that a statement does to one relation, and the locks of it.
create table migration_locks (
    id integer primary key,           -- Q: surrogate
    database_id integer not null references databases, -- Q: the folder
    statement_id integer not null references migration_statements, -- Q: its statement
    relation text not null,           -- Q: what is locked: "orders", "audit.events"
    column text,                      -- Q: the column or other object that the change is about
    mode text not null,               -- Q: "ACCESS EXCLUSIVE"
    rewrites boolean not null,        -- Q: the change writes a table anew
    scans boolean not null,           -- Q: the change reads every row
    fresh boolean not null            -- Q: this deploy made the relation, so that nobody waits
);
