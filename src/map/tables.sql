-- The engine's own tables. Every row of every other table belongs to one of these databases or artefacts.

-- One database that was read: of a live server, or what files make of an empty one.
create table databases (
    id integer primary key,          -- S: its number in this run
    domain text not null,            -- S: the domain that read it
    source text not null,            -- S: what the user named
    kind text not null,              -- S: "live" or "file"
    name text not null,              -- S: the database's name, or the source's
    version integer not null,        -- S: the server's version number, 150018
    role text not null               -- S: who read it; for files "owner"
);

-- Which classes of facts of a database were read: tells "read and empty" from "not read".
create table available (
    database_id integer not null references databases, -- S: the database
    class text not null,             -- S: the letter of the class
    state text not null,             -- S: "read", "empty" or "not read"
    reason text not null,            -- S: why not, as a person reads it
    primary key (database_id, class)
);

-- Sources that tell of what happened in another database of the run: statements that ran there.
create table bases (
    database_id integer primary key references databases, -- S: the source
    base_id integer not null references databases         -- S: the database
);

-- Where objects stand in files: the statement that made or last changed them.
create table places (
    object_id integer primary key,   -- S: id of the row of another table
    file text not null,              -- S: path as the user named it or as discovery found it
    line integer not null,           -- S: counts from 1
    column integer not null          -- S: counts from 1, in bytes
);
