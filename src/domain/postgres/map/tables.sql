-- A schema (namespace) of the user's. System schemas are never on the map.
create table schemas (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    name text not null,              -- S: name, unquoted
    owner text not null,             -- S: role that owns it
    is_extension integer not null,   -- S: 1 when an extension, or a shim of one, made it
    public_can_create integer not null, -- S: PUBLIC may create objects in it
    public_can_use integer not null, -- S: PUBLIC may use it
    comment text,                    -- S: COMMENT ON
    xid integer                      -- S: transaction that wrote it
);

-- Tables, views, materialised views, foreign tables, composite types: everything in pg_class with columns.
create table relations (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    schema_id integer not null,      -- S: its schema
    schema text not null,            -- S: its schema's name
    relname text not null,           -- S: bare name, unquoted
    name text not null,              -- S: as Assay prints it: quoted where needed, qualified unless in public
    kind text not null,              -- S: table, partitioned, view, materialized, foreign, composite
    persistence text not null,       -- S: permanent, unlogged, temporary
    owner text not null,             -- S: role that owns it
    owner_id integer not null,       -- S: the owner in roles
    is_extension integer not null,   -- S: 1 when an extension, or a shim of one, made it
    is_partition integer not null,   -- S: 1 for a partition of another table
    parent_id integer,               -- S: the table that it is a partition of, or inherits from first
    inherits integer not null,       -- S: number of tables it inherits from by INHERITS (not partitions)
    has_children integer not null,   -- S: number of tables that inherit from it (not partitions)
    partition_strategy text,         -- S: range, list, hash
    partition_key text,              -- S: pg_get_partkeydef
    partition_bound text,            -- S: FOR VALUES … of a partition, or DEFAULT
    detach_pending integer not null, -- S: 1 while DETACH CONCURRENTLY is unfinished
    row_security integer not null,   -- S: ROW LEVEL SECURITY enabled
    force_row_security integer not null, -- S: FORCE ROW LEVEL SECURITY
    replica_identity text not null,  -- S: default, nothing, full, index
    access_method text,              -- S: heap
    fillfactor integer,              -- S: when set
    options text,                    -- S: reloptions, joined by comma
    security_invoker integer not null, -- S: view option
    security_barrier integer not null, -- S: view option
    has_rules integer not null,      -- S: 1 when a rewrite rule other than a view's stands on it
    column_count integer not null,   -- S: live columns
    dropped_columns integer not null, -- S: columns dropped but still in the rows
    definition text,                 -- S: query of a view
    comment text,                    -- S: COMMENT ON
    xid integer,                     -- S: transaction that made it
    toast_options text,              -- S: reloptions of its TOAST table, joined by comma
    tablespace text,                 -- S: when it is not the database's
    of_type text,                    -- S: the composite type of a typed table
    foreign_server text,             -- S: of a foreign table
    foreign_options text             -- S: OPTIONS of a foreign table, as they are written
);

-- What a table inherits from, or is a partition of.
create table inheritances (
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: the table
    parent_id integer not null,      -- S: its parent
    position integer not null        -- S: counts from 1
);

-- Columns of all relations.
create table attributes (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its relation
    number integer not null,         -- S: attnum
    attname text not null,           -- S: bare name, unquoted
    name text not null,              -- S: quoted where needed
    type text not null,              -- S: as format_type prints it: "character varying(20)"
    type_name text not null,         -- S: base type after domains, without modifier: int4, text, varchar, timestamptz
    type_id integer not null,        -- S: map id of the type as declared
    category text not null,          -- S: pg_type.typcategory of the base type: N, S, D, B, A, U, E …
    domain text,                     -- S: name of the domain when declared by one
    element_type text,               -- S: type_name of an array's elements
    length integer,                  -- S: n of varchar(n), char(n), bit(n)
    scale integer,                   -- S: s of numeric(p,s)
    precision integer,               -- S: p of numeric(p,s); fractional digits of time types
    not_null integer not null,       -- S: NOT NULL
    default_expression text,         -- S: as pg_get_expr prints it; generation expression of generated columns
    identity text,                   -- S: always, by default, or NULL
    generated text,                  -- S: stored, virtual, or NULL
    collation text,                  -- S: when not the type's own
    is_deterministic integer not null, -- S: 0 for a nondeterministic collation
    storage text not null,           -- S: plain, external, main, extended
    type_storage text not null,      -- S: what the type would have by itself
    width integer not null,          -- S: typlen: bytes, or -1 for variable length
    alignment text not null,         -- S: typalign: c, s, i, d
    compression text,                -- S: pglz, lz4 when set
    statistics_target integer,       -- S: when set
    is_inherited integer not null,   -- S: not defined locally
    options text,                    -- S: attoptions
    comment text,                    -- S: COMMENT ON
    xid integer,                     -- S: transaction that wrote it last
    has_not_null integer not null default 0, -- S: NOT NULL of its own, whatever its domain says
    inherited_count integer not null default 0, -- S: parents that have it
    full_collation text,             -- S: collation with its schema, where that is not pg_catalog
    foreign_options text             -- S: OPTIONS of a foreign table's column, as they are written
);

-- Primary keys, unique constraints, foreign keys, checks, exclusions; also checks of domains.
create table constraints (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    relation_id integer,             -- S: its table; NULL for a domain's
    type_id integer,                 -- S: its domain
    conname text not null,           -- S: bare name
    name text not null,              -- S: quoted where needed
    type text not null,              -- S: primary, unique, foreign, check, exclusion, not_null, trigger
    columns text,                    -- S: names, quoted, joined by ", "
    numbers text,                    -- S: attribute numbers joined by a blank: "2 1"
    is_validated integer not null,   -- S: convalidated
    is_enforced integer not null,    -- S: 0 for NOT ENFORCED (18)
    is_deferrable integer not null,  -- S: DEFERRABLE
    is_deferred integer not null,    -- S: INITIALLY DEFERRED
    index_id integer,                -- S: the index that implements it, or that a foreign key refers to
    referenced_id integer,           -- S: relation that a foreign key refers to
    referenced_columns text,         -- S: names, quoted, joined by ", "
    referenced_numbers text,         -- S: attribute numbers joined by a blank
    match_type text,                 -- S: simple, full, partial
    on_update text,                  -- S: no action, restrict, cascade, set null, set default
    on_delete text,                  -- S: likewise
    delete_set_numbers text,         -- S: columns of ON DELETE SET NULL (a, …), 15 and newer
    comparisons text,                -- S: operators parent = child per column: "int8 = int4"
    parent_id integer,               -- S: the constraint of the partitioned table it comes from
    is_local integer not null,       -- S: defined on this table
    no_inherit integer not null,     -- S: NO INHERIT
    disabled_triggers integer not null, -- S: foreign keys: triggers that do not fire
    expression text,                 -- S: a check's expression
    definition text not null,        -- S: pg_get_constraintdef
    comment text,                    -- S: COMMENT ON
    xid integer,                     -- S: transaction that wrote it
    inherited_count integer not null default 0 -- S: parents that have it
);

-- Indexes of tables and materialised views.
create table indexes (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its table
    relname text not null,           -- S: bare name
    name text not null,              -- S: as Assay prints it
    method text not null,            -- S: btree, hash, gin, gist, brin …
    is_unique integer not null,      -- S: enforces uniqueness
    is_primary integer not null,     -- S: of a primary key
    is_exclusion integer not null,   -- S: of an exclusion constraint
    is_valid integer not null,       -- S: indisvalid
    is_ready integer not null,       -- S: indisready
    is_clustered integer not null,   -- S: CLUSTER would use it
    is_replica_identity integer not null, -- S: REPLICA IDENTITY USING INDEX
    nulls_not_distinct integer not null, -- S: 15 and newer
    key_count integer not null,      -- S: key columns
    column_count integer not null,   -- S: with INCLUDE
    columns text not null,           -- S: keys as pg_get_indexdef prints them, joined by ", "
    numbers text not null,           -- S: attribute numbers of the keys, 0 for an expression, joined by a blank
    include_numbers text not null,   -- S: attribute numbers of INCLUDE columns
    has_expressions integer not null, -- S: some key is an expression
    predicate text,                  -- S: WHERE of a partial index
    parent_id integer,               -- S: index of the partitioned table that it belongs to
    constraint_id integer,           -- S: the constraint that it implements
    is_extension integer not null,   -- S: an extension's or shim's
    options text,                    -- S: reloptions
    definition text not null,        -- S: pg_get_indexdef
    comment text,                    -- S: COMMENT ON
    xid integer,                     -- S: transaction that wrote it
    schema text,                     -- S: its schema's name
    tablespace text,                 -- S: when it is not the database's
    statistics_targets text          -- S: column and target, where set: "1=500 2=100"
);

-- One key or included column of an index.
create table index_keys (
    id integer primary key,          -- S: map id: the index's with the position as part
    database_id integer not null,    -- S: the database
    index_id integer not null,       -- S: its index
    position integer not null,       -- S: counts from 1
    number integer not null,         -- S: attribute number, 0 for an expression
    is_key integer not null,         -- S: 0 for INCLUDE
    expression text not null,        -- S: name or expression as pg_get_indexdef prints it
    operator_class text,             -- S: its name
    operator_class_id integer,       -- S: its oid
    operator_family_id integer,      -- S: the family's oid
    is_default_class integer not null, -- S: the default operator class of its type
    collation_id integer,            -- S: oid, 0 when the type has none
    is_descending integer not null,  -- S: DESC
    nulls_first integer not null     -- S: NULLS FIRST
);

-- Sequences and how far they have come.
create table sequences (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    schema text not null,            -- S: schema's name
    relname text not null,           -- S: bare name
    name text not null,              -- S: as Assay prints it
    type text not null,              -- S: smallint, integer, bigint
    start integer not null,          -- S: START
    minimum integer not null,        -- S: MINVALUE
    maximum integer not null,        -- S: MAXVALUE
    increment integer not null,      -- S: INCREMENT
    cycles integer not null,         -- S: CYCLE
    cache integer not null,          -- S: CACHE
    last_value integer,              -- S: last value given out; NULL when never used or not readable
    owner_attribute_id integer,      -- S: the column that owns it
    owned_as text,                   -- S: identity, serial (OWNED BY), or NULL
    persistence text not null,       -- S: permanent, unlogged, temporary
    is_extension integer not null,   -- S: an extension's or shim's
    comment text,                    -- S: COMMENT ON
    xid integer,                     -- S: transaction that made it
    owner text                       -- S: role that owns it
);

-- A column whose default, or identity, takes values from a sequence.
create table sequence_uses (
    database_id integer not null,    -- S: the database
    sequence_id integer not null,    -- S: the sequence
    attribute_id integer not null,   -- S: the column
    relation_id integer not null     -- S: its table
);

-- Functions and procedures.
create table functions (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    schema text not null,            -- S: schema's name
    proname text not null,           -- S: bare name
    name text not null,              -- S: as Assay prints it: name(argument types)
    arguments text not null,         -- S: pg_get_function_identity_arguments
    argument_types text not null,    -- S: type names joined by ", "
    argument_count integer not null, -- S: input arguments
    result text,                     -- S: pg_get_function_result
    language text not null,          -- S: sql, plpgsql, c, internal …
    kind text not null,              -- S: function, procedure, aggregate, window
    volatility text not null,        -- S: immutable, stable, volatile
    is_security_definer integer not null, -- S: runs as its owner
    is_leakproof integer not null,   -- S: LEAKPROOF
    is_strict integer not null,      -- S: STRICT
    parallel text not null,          -- S: safe, restricted, unsafe
    owner text not null,             -- S: role that owns it
    settings text,                   -- S: SET clauses joined by newline
    search_path text,                -- S: of its SET clauses
    public_can_execute integer not null, -- S: PUBLIC may call it
    is_trigger integer not null,     -- S: returns trigger or event_trigger
    body text not null,              -- S: source text, or SQL body
    cost real not null,              -- S: planner's cost
    is_extension integer not null,   -- S: an extension's or shim's
    comment text,                    -- S: COMMENT ON
    xid integer,                     -- S: transaction that wrote it
    full_arguments text,             -- S: pg_get_function_arguments: with defaults
    definition text                  -- S: the statement that makes it; NULL for an extension's or shim's
);

-- Triggers that users made; the internal ones of foreign keys are not listed.
create table triggers (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its table
    name text not null,              -- S: quoted where needed
    function_id integer not null,    -- S: what it calls
    function text not null,          -- S: the function's bare name
    enabled text not null,           -- S: origin, disabled, replica, always
    timing text not null,            -- S: before, after, instead
    events text not null,            -- S: insert, update, delete, truncate joined by blank
    level text not null,             -- S: row or statement
    condition text,                  -- S: WHEN
    columns text,                    -- S: UPDATE OF, names joined by ", "
    is_constraint integer not null,  -- S: CONSTRAINT TRIGGER
    parent_id integer,               -- S: trigger of the partitioned table
    definition text not null,        -- S: pg_get_triggerdef
    xid integer                      -- S: transaction that wrote it
);

-- Row security policies.
create table policies (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its table
    name text not null,              -- S: quoted where needed
    is_permissive integer not null,  -- S: 0 for RESTRICTIVE
    command text not null,           -- S: all, select, insert, update, delete
    roles text not null,             -- S: names joined by comma; "public" for everybody
    using_expression text,           -- S: USING
    check_expression text,           -- S: WITH CHECK
    xid integer                      -- S: transaction that wrote it
);

-- Rights as granted, one row each, with the defaults of objects that nobody granted anything on. Rights
-- that an owner has are left out.
create table grants (
    database_id integer not null,    -- S: the database
    object_kind text not null,       -- S: relation, column, sequence, function, schema, type, server, wrapper, database
    object_id integer not null,      -- S: map id of the object (of the attribute for a column)
    grantee text not null,           -- S: role's name or "public"
    privilege text not null,         -- S: SELECT, INSERT, EXECUTE, USAGE …
    is_grantable integer not null,   -- S: WITH GRANT OPTION
    is_default integer not null      -- S: 1 when nobody granted it: what PostgreSQL gives by itself
);

-- ALTER DEFAULT PRIVILEGES.
create table default_privileges (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    role text not null,              -- S: whose new objects
    schema text,                     -- S: in this schema, NULL everywhere
    object_kind text not null,       -- S: table, sequence, function, type, schema
    grantee text not null,           -- S: role's name or "public"
    privilege text not null          -- S: SELECT …
);

-- Roles of the server; of files those that the SQL makes.
create table roles (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    name text not null,              -- S: bare name
    is_superuser integer not null,   -- S: SUPERUSER
    can_login integer not null,      -- S: LOGIN
    can_create_role integer not null, -- S: CREATEROLE
    can_create_database integer not null, -- S: CREATEDB
    bypasses_row_security integer not null, -- S: BYPASSRLS
    can_replicate integer not null,  -- S: REPLICATION
    inherits integer not null,       -- S: INHERIT
    connection_limit integer not null, -- S: -1 without
    valid_until text,                -- S: VALID UNTIL
    settings text,                   -- S: ALTER ROLE … SET, joined by newline
    comment text                     -- S: COMMENT ON
);

-- Membership of roles.
create table role_members (
    database_id integer not null,    -- S: the database
    role text not null,              -- S: the group
    member text not null,            -- S: who is in it
    is_admin integer not null        -- S: WITH ADMIN OPTION
);

-- Extensions installed; of files those that the SQL makes, stubs included.
create table extensions (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    name text not null,              -- S: name
    version text not null,           -- S: installed version
    default_version text,            -- S: version that the server would install; NULL when not on it
    schema text not null,            -- S: where its objects are
    owner text not null,             -- S: role that owns it
    is_stub integer not null,        -- S: 1 when the lab only has a shim of it
    xid integer,                     -- S: transaction that made it
    is_relocatable integer not null default 0 -- S: ALTER EXTENSION … SET SCHEMA can move it
);

-- Enums, domains, ranges and composite types.
create table types (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    schema text not null,            -- S: schema's name
    typname text not null,           -- S: bare name
    name text not null,              -- S: as Assay prints it
    kind text not null,              -- S: enum, domain, range, composite
    base_type text,                  -- S: of a domain
    not_null integer not null,       -- S: of a domain
    default_expression text,         -- S: of a domain
    owner text not null,             -- S: role that owns it
    is_extension integer not null,   -- S: an extension's or shim's
    comment text,                    -- S: COMMENT ON
    xid integer,                     -- S: transaction that wrote it
    collation text,                  -- S: of a domain, when not its base type's
    definition text                  -- S: of a range, the statement that makes it
);

-- Values of enums.
create table enum_values (
    database_id integer not null,    -- S: the database
    type_id integer not null,        -- S: the enum
    position real not null,          -- S: sort order
    value text not null,             -- S: label
    xid integer                      -- S: transaction that wrote it
);

-- What depends on what, between the user's objects: views, functions, policies, defaults, indexes, rules.
create table dependencies (
    database_id integer not null,    -- S: the database
    kind text not null,              -- S: relation, function, type, constraint, default, policy, rule, trigger, index, other
    object_id integer not null,      -- S: map id of the dependent (of the view for a view's rule, of the attribute when a column)
    referenced_kind text not null,   -- S: likewise
    referenced_id integer not null,  -- S: map id of what it needs (of the attribute when a column)
    type text not null               -- S: normal, auto, internal, extension
);

-- Rewrite rules other than those of views.
create table rewrite_rules (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its table
    name text not null,              -- S: quoted where needed
    event text not null,             -- S: select, insert, update, delete
    is_instead integer not null,     -- S: DO INSTEAD
    definition text not null,        -- S: pg_get_ruledef
    xid integer,                     -- S: transaction that wrote it
    enabled text                     -- S: origin, disabled, replica, always
);

-- Publications for logical replication.
create table publications (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    name text not null,              -- S: bare name
    all_tables integer not null,     -- S: FOR ALL TABLES
    publishes_update integer not null, -- S: update
    publishes_delete integer not null, -- S: delete
    xid integer,                     -- S: transaction that wrote it
    publishes_insert integer not null default 1, -- S: insert
    publishes_truncate integer not null default 1, -- S: truncate
    via_root integer not null default 0, -- S: publish_via_partition_root, 13 and newer
    owner text                       -- S: role that owns it
);

-- What a publication names: a table with its columns and filter, or a schema.
create table publication_members (
    database_id integer not null,    -- S: the database
    publication_id integer not null, -- S: the publication
    relation_id integer,             -- S: the table
    schema text,                     -- S: bare name of the schema, FOR TABLES IN SCHEMA
    columns text,                    -- S: names, quoted, joined by ", ", 15 and newer
    filter text                      -- S: WHERE, 15 and newer
);

-- Tables of a publication (all of them for FOR ALL TABLES).
create table publication_relations (
    database_id integer not null,    -- S: the database
    publication_id integer not null, -- S: the publication
    relation_id integer not null     -- S: the table
);

-- Extended statistics objects.
create table statistics_objects (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    relation_id integer not null,    -- S: its table
    name text not null,              -- S: as Assay prints it
    definition text not null,        -- S: pg_get_statisticsobjdef
    xid integer,                     -- S: transaction that wrote it
    full_name text,                  -- S: quoted, with its schema
    target integer,                  -- S: ALTER STATISTICS … SET STATISTICS, when set; 13 and newer
    owner text                       -- S: role that owns it
);

-- Objects of the user's of the rarer kinds, each with the statement that makes it.
create table other_objects (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    kind text not null,              -- S: as DROP names it: cast, operator, collation, conversion, text search configuration, text search dictionary, event trigger, server, foreign data wrapper
    name text not null,              -- S: as DROP and COMMENT ON name it, with its schema
    definition text not null,        -- S: statements; options that look like secrets are left out
    enabled text,                    -- S: of an event trigger: origin, disabled, replica, always
    owner text,                      -- S: role that owns it
    xid integer                      -- S: transaction that wrote it
);

-- Comments on objects whose tables have no column for them: triggers, policies, rules, statistics, publications, extensions,
-- and the rarer kinds.
create table comments (
    database_id integer not null,    -- S: the database
    object_id integer not null,      -- S: the object
    comment text not null            -- S: COMMENT ON
);

-- What new objects of a role are granted, where ALTER DEFAULT PRIVILEGES changed it.
create table default_rights (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    role text not null,              -- S: whose new objects
    schema text,                     -- S: in this schema, NULL everywhere
    object_kind text not null,       -- S: tables, sequences, functions, types, schemas
    rights text not null             -- S: lines of "grantee privilege" or "grantee privilege with grant option", without the role's own
);

-- Foreign servers and user mappings; options may hold secrets and are never printed.
create table foreign_servers (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    name text not null,              -- S: bare name
    wrapper text not null,           -- S: foreign data wrapper
    owner text not null,             -- S: role that owns it
    secret_options text,             -- S: names of options that look like secrets, on the server or its user mappings
    xid integer                      -- S: transaction that wrote it
);

-- Collations in use and the versions they were built with.
create table collations (
    id integer primary key,          -- S: map id
    database_id integer not null,    -- S: the database
    name text not null,              -- S: as Assay prints it
    provider text not null,          -- S: icu, libc, default
    is_deterministic integer not null, -- S: 0 for nondeterministic
    version text,                    -- S: recorded
    actual_version text,             -- S: of the library now
    is_used integer not null         -- S: some column or index uses it
);

-- ALTER DATABASE/ROLE … SET.
create table role_settings (
    database_id integer not null,    -- S: the database
    role text,                       -- S: NULL for every role
    in_database integer not null,    -- S: 1 when for this database only
    name text not null,              -- S: setting's name
    value text not null              -- S: value
);

-- The database as a whole.
create table database_facts (
    database_id integer primary key, -- S: the database
    encoding text not null,          -- S: UTF8, SQL_ASCII …
    collation text,                  -- S: datcollate
    ctype text,                      -- S: datctype
    collation_version text,          -- S: recorded, 15 and newer
    collation_actual_version text,   -- S: of the library now
    owner text not null,             -- S: role that owns it
    connection_limit integer not null, -- S: -1 without
    public_can_connect integer not null, -- S: PUBLIC may connect
    public_can_temp integer not null -- S: PUBLIC may make temporary tables
);

-- Statements of files that did not go through, and what was done about others. `kind` is failed, refused,
-- cut_off, unread, stubbed, rewritten, skipped or template.
create table load_notes (
    id integer primary key,          -- S: number, with the database's bits
    database_id integer not null,    -- S: the database
    kind text not null,              -- S: see above
    file text not null,              -- S: path
    line integer not null,           -- S: counts from 1
    column integer not null,         -- S: counts from 1, in bytes
    statement text not null,         -- S: first words of the statement
    message text not null,           -- S: the server's message, or ours
    hint text,                       -- S: what would help
    sqlstate text,                   -- S: of the server
    cause_id integer,                -- S: the earlier note that this one follows from
    path text not null               -- S: the file within what was read, however the user named it
);

-- An index that serves the lookups a foreign key causes: exact algebra, done in C++ while loading.
create table foreign_key_service (
    constraint_id integer primary key, -- S: the foreign key
    database_id integer not null,    -- S: the database
    serving_index_id integer,        -- S: a valid index whose first keys are the key's columns, full or with an implied predicate
    partial_index_id integer,        -- S: one that would serve but for its predicate
    prefix_index_id integer          -- S: one that leads with some of the columns only
);

-- Index `index_id` can be dropped because `covering_id` serves all it serves: exact algebra in C++.
create table index_coverage (
    index_id integer not null,       -- S: the index that adds nothing
    covering_id integer not null,    -- S: the index that serves the same
    database_id integer not null,    -- S: the database
    kind text not null,              -- S: duplicate (equal in all), prefix (its keys lead the other's), mirror (same keys, all directions turned)
    primary key (index_id, covering_id)
);
