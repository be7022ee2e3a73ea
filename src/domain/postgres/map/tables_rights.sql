-- What a policy's conditions say, told from their parse trees while loading.
create table policy_facts (
    policy_id integer primary key,   -- S: the policy
    database_id integer not null,    -- S: the database
    using_always integer not null,   -- S: USING is true for every row and everybody
    check_always integer not null,   -- S: WITH CHECK is
    using_signed_in integer not null, -- S: USING asks only whether somebody is signed in
    check_signed_in integer not null, -- S: WITH CHECK does
    columns text not null            -- S: own columns that USING and WITH CHECK compare, joined by blank
);

-- A condition `column = something that is the same for all rows` that stands alone or under AND in USING.
create table policy_keys (
    policy_id integer not null,      -- S: the policy
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its table
    attribute_id integer not null,   -- S: the column
    number integer not null,         -- S: its attribute number
    name text not null,              -- S: its name, quoted where needed
    is_member integer not null,      -- S: IN (SELECT …) or = ANY (…) rather than =
    in_check integer not null        -- S: WITH CHECK is absent (then USING is the check) or speaks of the column
);

-- A call in a policy that PostgreSQL repeats for each row although it gives the same for all: not immutable, no
-- column among its arguments, not inside (SELECT …).
create table policy_calls (
    policy_id integer not null,      -- S: the policy
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its table
    function text not null,          -- S: as the policy names it
    function_id integer,             -- S: the user's function, or NULL for a built-in
    key_number integer               -- S: column that the call is compared with where `column = call()` stands under AND
);

-- A relation that a sub-select of a policy reads.
create table policy_reads (
    policy_id integer not null,      -- S: the policy
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: the relation
    in_using integer not null        -- S: USING does, not only WITH CHECK
);

-- A relation that a function's body names, and what it does to it.
create table function_tables (
    function_id integer not null,    -- S: the function
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: the relation
    is_qualified integer not null,   -- S: named with its schema
    is_written integer not null      -- S: INSERT, UPDATE, DELETE, TRUNCATE or MERGE
);

-- An argument that becomes part of a statement which PL/pgSQL executes, without quote_* or %I, %L.
create table dynamic_sql (
    function_id integer not null,    -- S: the function
    database_id integer not null,    -- S: the database
    argument text not null,          -- S: its name, or $1
    line integer not null,           -- S: line of the body where EXECUTE stands
    is_checked integer not null      -- S: the body compares the argument with a list or a pattern first
);

-- What values of columns with telling names look like, over at most 1,000 different ones; never the values.
create table column_shapes (
    attribute_id integer primary key, -- D: the column
    database_id integer not null,    -- D: the database
    examined integer not null,       -- D: different values looked at
    hashed integer not null,         -- D: of them, those that look like a password hash
    cards integer not null,          -- D: 13 to 19 digits that pass the Luhn check
    ibans integer not null,          -- D: that pass the check of ISO 13616
    social_numbers integer not null  -- D: nnn-nn-nnnn as in the USA
);

-- Passwords of roles that stand in files, in CREATE and ALTER ROLE; never the passwords.
create table written_passwords (
    database_id integer not null,    -- S: the database
    role text not null,              -- S: whose it is
    shape text not null,             -- S: name (the role's own), text, md5 or scram
    file text not null,              -- S: path
    line integer not null            -- S: of the statement, counts from 1
);
