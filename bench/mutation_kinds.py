"""The kinds of faults of mutation.py. A kind is a name, the rules of which one has to speak, and a query over the catalogue that gives
(places, statement): the words that a finding's object must have, `|` between alternatives, and the SQL that makes the fault."""

import collections

Kind = collections.namedtuple("Kind", "name rules query")

VIEWS = r"""
create schema mutation;
create view mutation.tables as
select c.oid, c.oid::regclass::text as tab, c.relname as name, c.relnamespace::regnamespace::text as schema, c.relkind as kind,
       c.relrowsecurity as secured, c.relpersistence as persistence
from pg_class c
where c.relkind in ('r', 'p') and not c.relispartition
  and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'mutation', 'auth', 'storage', 'extensions', 'pg_toast')
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e');
create view mutation.columns as
select t.*, a.attnum as number, a.attname as col, quote_ident(a.attname) as qcol, format_type(a.atttypid, a.atttypmod) as type,
       a.atttypid::regtype::text as base, a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as preset,
       exists (select from pg_constraint k where k.conrelid = t.oid and a.attnum = any(k.conkey) and k.contype in ('p', 'f', 'u')) as keyed,
       exists (select from pg_constraint k where k.conrelid = t.oid and a.attnum = any(k.conkey) and k.contype = 'c') as checked,
       exists (select from pg_index i where i.indrelid = t.oid and a.attnum = any(i.indkey)) as indexed
from mutation.tables t join pg_attribute a on a.attrelid = t.oid left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '';
create view mutation.fk as
select k.oid, quote_ident(k.conname) as name, k.conname as plain, t.oid as table_oid, t.tab, t.name as table_name, t.kind, a.attnum as number, a.attname as col,
       quote_ident(a.attname) as qcol, format_type(a.atttypid, a.atttypmod) as type, a.atttypid::regtype::text as base, a.attnotnull as required,
       pg_get_expr(d.adbin, d.adrelid) as preset, k.condeferrable as deferrable, p.oid as parent_oid, p.tab as parent, p.name as parent_name, quote_ident(b.attname) as parent_column,
       pg_get_constraintdef(k.oid) as definition
from pg_constraint k join mutation.tables t on t.oid = k.conrelid join mutation.tables p on p.oid = k.confrelid
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1] join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where k.contype = 'f' and cardinality(k.conkey) = 1 and k.conparentid = 0;
create view mutation.indexes as
select i.indexrelid as oid, i.indexrelid::regclass::text as name, x.relname as plain, t.oid as table_oid, t.tab, t.name as table_name, t.kind,
       i.indisunique as uniq, i.indisprimary as prim, m.amname as method, i.indpred is not null as partial, i.indexprs is not null as computed,
       i.indnkeyatts as keys, pg_get_indexdef(i.indexrelid) as definition, i.indkey,
       exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) as owned,
       (select quote_ident(k.conname) from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) as owner,
       (select array_agg(quote_ident(a.attname) order by n) from unnest(i.indkey::int2[]) with ordinality u(k, n) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k where n <= i.indnkeyatts) as cols,
       (select array_agg(a.attname::text order by n) from unnest(i.indkey::int2[]) with ordinality u(k, n) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k where n <= i.indnkeyatts) as plain_cols
from pg_index i join mutation.tables t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
where i.indisvalid;
create view mutation.sequences as
select c.*, s.oid as sequence_oid, s.oid::regclass::text as sequence, d.deptype as tie, q.seqmax
from mutation.columns c join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid = c.number and d.classid = 'pg_class'::regclass and d.deptype = 'a'
join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_sequence q on q.seqrelid = s.oid
where c.preset like 'nextval%';
create view mutation.functions as
select p.*, p.oid::regprocedure::text as signature, l.lanname as language, n.nspname as schema, pg_get_functiondef(p.oid) as definition
from pg_proc p join pg_language l on l.oid = p.prolang join pg_namespace n on n.oid = p.pronamespace
where p.prokind = 'f' and l.lanname in ('sql', 'plpgsql') and n.nspname not in ('pg_catalog', 'information_schema', 'mutation', 'auth', 'storage', 'extensions')
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');
create view mutation.roles as
select distinct t.oid, t.tab, a.grantee::regrole::text as role, exists (select from aclexplode(c.relacl) w where w.grantee = a.grantee and w.privilege_type = 'UPDATE') as writes
from mutation.tables t join pg_class c on c.oid = t.oid, aclexplode(c.relacl) a
where a.privilege_type = 'SELECT' and a.grantee <> c.relowner and a.grantee <> 0 and not (select rolbypassrls from pg_roles where oid = a.grantee);
-- Schemas that somebody besides their owner may use, and those that everybody may.
create view mutation.open_schemas as
select distinct n.oid, n.nspname::text as name, has_schema_privilege('public', n.oid, 'usage') as to_all
from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a where a.privilege_type = 'USAGE' and a.grantee <> n.nspowner;
"""

MONEY = "(amount|price|total|cost|balance|tax|fee|salary|payment)"
IDENTIFYING = "^(e_?mail|email_address|user_?name|login|slug|code|isbn|sku|loginid)$"

# The number of rows of a table that the query names.
ROWS = "(xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %s', {}), false, true, '')))[1]::text::int"

KINDS = []


def kind(name, rules, query):
    KINDS.append(Kind(name, rules.split(), query))


# Indexes.
kind("index-of-foreign-key-dropped", "unindexed-foreign-key", """
select distinct f.table_name || ' ' || f.col, format('drop index %s;', i.name)
from mutation.fk f join mutation.indexes i on i.table_oid = f.table_oid and i.indkey[0] = f.number
where not i.owned and not i.partial and i.method = 'btree'
  and not exists (select from mutation.indexes j where j.table_oid = i.table_oid and j.oid <> i.oid and j.indkey[0] = f.number)""")
kind("index-made-twice", "duplicate-index", """
select 'mutation_idx|' || plain, regexp_replace(definition, 'INDEX (\\S+|"[^"]+") ON', 'INDEX mutation_idx ON') || ';'
from mutation.indexes where not uniq""")
kind("index-on-prefix", "redundant-index", """
select 'mutation_idx', format('create index mutation_idx on %s (%s);', tab, cols[1])
from mutation.indexes i where keys >= 2 and not partial and not computed and method = 'btree'
and not exists (select from mutation.indexes j where j.table_oid = i.table_oid and j.keys = 1 and j.indkey[0] = i.indkey[0])""")
kind("index-beside-unique", "nonunique-twin-of-unique", """
select 'mutation_idx', format('create index mutation_idx on %s (%s);', tab, array_to_string(cols, ', '))
from mutation.indexes where uniq and not partial and not computed and method = 'btree'""")
kind("index-beyond-unique", "index-beyond-unique", """
select 'mutation_idx', format('create index mutation_idx on %s (%s, %s);', i.tab, cols[1], c.qcol)
from mutation.indexes i join mutation.columns c on c.oid = i.table_oid and not c.keyed and c.base in ('integer', 'bigint', 'boolean')
where uniq and keys = 1 and not partial and not computed and method = 'btree'""")
kind("unique-over-primary-key", "pk-and-unique", """
select 'mutation_key|' || table_name, format('alter table %s add constraint mutation_key unique (%s);', tab, array_to_string(cols, ', '))
from mutation.indexes i where prim and not exists (select from mutation.indexes j where j.table_oid = i.table_oid and j.uniq and not j.prim and j.cols = i.cols)""")
kind("unique-superset", "unique-superset", """
select 'mutation_key|' || i.table_name || ' ' || plain_cols[1] || ' ' || c.col, format('alter table %s add constraint mutation_key unique (%s, %s);', i.tab, cols[1], c.qcol)
from mutation.indexes i join mutation.columns c on c.oid = i.table_oid and c.required and not c.keyed and c.base in ('integer', 'bigint', 'text', 'character varying')
where uniq and not prim and keys = 1 and not partial and not computed""")
kind("index-of-foreign-key-made-partial", "fk-partial-index-only", """
select f.table_name || ' ' || f.col, format('drop index %s; create index mutation_idx on %s (%s) where %s is not null;', i.name, i.tab, f.qcol, c.qcol)
from mutation.fk f join mutation.indexes i on i.table_oid = f.table_oid and i.indkey[0] = f.number
join mutation.columns c on c.oid = f.table_oid and not c.required and c.number <> f.number
where not i.owned and not i.partial and i.method = 'btree' and i.keys = 1
  and not exists (select from mutation.indexes j where j.table_oid = i.table_oid and j.oid <> i.oid and j.indkey[0] = f.number)""")
kind("index-method-wrong", "index-wrong-method", """
select 'mutation_idx', format('create index mutation_idx on %s (%s);', tab, qcol)
from mutation.columns where base in ('jsonb', 'tsvector', 'text[]', 'integer[]', 'bigint[]')""")
kind("index-on-false-immutable", "index-lies-immutable", """
select 'mutation_idx|mutation_day|' || name, format($$create function %1$s.mutation_day(at timestamptz) returns text language plpgsql immutable as 'begin return to_char(at, ''YYYY-MM-DD''); end';
create index mutation_idx on %2$s (%1$s.mutation_day(%3$s));$$, quote_ident(schema), tab, qcol)
from mutation.columns where base = 'timestamp with time zone'""")
kind("unique-of-folded-case-lost", "case-sensitive-unique", """
select i.table_name || ' ' || c.col, format('drop index %s; create unique index mutation_idx on %s (%s);', i.name, i.tab, c.qcol)
from mutation.indexes i join mutation.columns c on c.oid = i.table_oid and i.definition ~ ('lower\\(+' || c.qcol || '\\)') and c.base in ('text', 'character varying') and c.col ~* '^(e_?mail|email_address|user_?name|login)$'
where i.uniq and not i.partial and i.keys = 1 and i.computed
union all
select t.table_name || ' ' || c.col, format('alter table %s alter column %s type text;', c.tab, c.qcol)
from mutation.indexes t join mutation.columns c on c.oid = t.table_oid and c.number = t.indkey[0] and c.base like '%citext' and c.col ~* '^(e_?mail|email_address|user_?name|login)$'
where t.uniq and t.keys = 1""")
kind("name-too-long", "truncated-name", """
select 'mutation_index_on_' || left(name || '_' || col || repeat('_with_a_long_name', 5), 45), format('create index mutation_index_on_%s on %s (%s);', name || '_' || col || repeat('_with_a_long_name', 5), tab, qcol)
from mutation.columns where not indexed and base in ('integer', 'bigint', 'text', 'timestamp with time zone') and name ~ '^[a-z_]+$' and col ~ '^[a-z_]+$'""")

# Keys and references.
kind("primary-key-dropped", "missing-primary-key", """
select table_name, format('alter table %s drop constraint %s;', tab, owner)
from mutation.indexes i where prim and not exists (select from mutation.indexes j where j.table_oid = i.table_oid and j.uniq and not j.prim)
and not exists (select from pg_constraint k where k.confrelid = i.table_oid)""")
kind("unique-dropped", "missing-unique", f"""
select table_name || ' ' || plain_cols[1], case when owned then format('alter table %s drop constraint %s;', tab, owner) else format('drop index %s;', name) end
from mutation.indexes where uniq and not prim and keys = 1 and not partial and plain_cols[1] ~* '{IDENTIFYING}'""")
kind("foreign-key-dropped", "missing-foreign-key", """
select table_name || ' ' || col, format('alter table %s drop constraint %s;', tab, name) from mutation.fk""")
kind("foreign-key-made-twice", "duplicate-fk", """
select table_name || ' ' || col || '|mutation_fkey|' || plain, format('alter table %s add constraint mutation_fkey %s;', tab, definition) from mutation.fk""")
kind("foreign-key-narrowed", "fk-narrower-than-key", """
select table_name || ' ' || col, format('alter table %s alter column %s type %s;', tab, qcol, case base when 'bigint' then 'integer' else 'smallint' end)
from mutation.fk where base in ('bigint', 'integer')""")
kind("foreign-key-shortened", "fk-type-mismatch fk-narrower-than-key", """
select table_name || ' ' || col, format('alter table %s alter column %s type varchar(10);', tab, qcol) from mutation.fk where base in ('text', 'character varying') and type !~ '\\(([1-9]|10)\\)'""")
kind("set-null-on-required", "fk-set-null-on-not-null", """
select table_name || ' ' || col, format('alter table %1$s drop constraint %2$s; alter table %1$s add constraint %2$s foreign key (%3$s) references %4$s (%5$s) on delete set null;', tab, name, qcol, parent, parent_column)
from mutation.fk where required""")
kind("set-default-without-default", "fk-set-default-missing", """
select table_name || ' ' || col, format('alter table %1$s drop constraint %2$s; alter table %1$s add constraint %2$s foreign key (%3$s) references %4$s (%5$s) on delete set default;', tab, name, qcol, parent, parent_column)
from mutation.fk where required and preset is null""")
kind("cycle-of-foreign-keys", "fk-cycle", """
select parent_name || '|' || f.table_name, format('alter table %1$s add column mutation_id %2$s not null references %3$s (%4$s);', f.parent, format_type(a.atttypid, a.atttypmod), f.tab, quote_ident(a.attname))
from mutation.fk f join mutation.indexes i on i.tab = f.tab and i.prim and i.keys = 1 join pg_attribute a on a.attrelid = i.table_oid and a.attnum = i.indkey[0]
where f.required and not f.deferrable and f.parent <> f.tab""")
kind("self-reference-without-index", "unindexed-foreign-key", """
select i.table_name || ' mutation_parent_id', format('alter table %1$s add column mutation_parent_id %2$s references %1$s (%3$s);', i.tab, format_type(a.atttypid, a.atttypmod), i.cols[1])
from mutation.indexes i join pg_attribute a on a.attrelid = i.table_oid and a.attnum = i.indkey[0] where i.prim and i.keys = 1""")
kind("tree-without-guard", "tree-no-guard", """
select i.table_name || ' parent_id', format('alter table %1$s add column parent_id %2$s references %1$s (%3$s); create index on %1$s (parent_id);', i.tab, format_type(a.atttypid, a.atttypmod), i.cols[1])
from mutation.indexes i join pg_attribute a on a.attrelid = i.table_oid and a.attnum = i.indkey[0] where i.prim and i.keys = 1""")
kind("composite-reference-made-nullable", "fk-match-simple-hole", """
select t.name || ' ' || a.attname || '|' || k.conname, format('alter table %s alter column %I drop not null;', t.tab, a.attname)
from pg_constraint k join mutation.tables t on t.oid = k.conrelid join pg_attribute a on a.attrelid = t.oid and a.attnum = any(k.conkey) and a.attnotnull
where k.contype = 'f' and cardinality(k.conkey) > 1 and (select count(*) from pg_attribute b where b.attrelid = t.oid and b.attnum = any(k.conkey) and b.attnotnull) > 1""")
kind("unique-made-nullable", "unique-with-nulls", """
select i.table_name || ' ' || c.col || '|' || i.plain, format('alter table %s alter column %s drop not null;', i.tab, c.qcol)
from mutation.indexes i join mutation.columns c on c.oid = i.table_oid and c.number = any(i.indkey) and c.required
where i.uniq and not i.prim and i.keys >= 2 and not i.computed and not i.partial""")
kind("unique-beside-soft-delete", "soft-delete-unique", f"""
select table_name || '|' || plain, format('alter table %s add column deleted_at timestamptz;', tab)
from mutation.indexes where uniq and not prim and keys = 1 and not partial and plain_cols[1] ~* '{IDENTIFYING}'""")
kind("reference-of-two-columns", "polymorphic-association", """
select name || ' mutation_type|' || name || ' mutation_id', format('alter table %s add column mutation_type text, add column mutation_id bigint;', tab) from mutation.tables""")
kind("ids-in-array", "id-array", """
select name || ' tag_ids', format('alter table %s add column tag_ids bigint[];', tab) from mutation.tables""")
kind("ids-in-text", "comma-list", """
select name || ' category_ids', format('alter table %s add column category_ids text;', tab) from mutation.tables""")
kind("reference-to-inheritance-parent", "fk-to-inheritance-parent", """
select distinct f.parent_name || '|' || f.table_name || ' ' || f.col, format('create table %s_archive () inherits (%s);', f.parent, f.parent) from mutation.fk f where f.parent !~ '"'""")
kind("table-that-inherits", "table-inheritance", """
select name || '_archive|' || name, format('create table %s_archive () inherits (%s);', tab, tab) from mutation.tables where kind = 'r' and tab !~ '"'""")

# Constraints and defaults.
kind("foreign-key-not-validated", "constraint-not-valid", """
select plain || '|' || table_name, format('alter table %1$s drop constraint %2$s; alter table %1$s add constraint %2$s %3$s not valid;', tab, name, definition) from mutation.fk where kind = 'r'""")
kind("check-not-validated", "constraint-not-valid", """
select 'mutation_check|' || name, format('alter table %s add constraint mutation_check check (%s >= 0) not valid;', tab, qcol)
from mutation.columns where base in ('integer', 'bigint', 'numeric') and not keyed""")
kind("trigger-disabled", "trigger-disabled", """
select t.name || ' ' || g.tgname || '|' || g.tgname || '|' || t.name, format('alter table %s disable trigger %I;', t.tab, g.tgname)
from pg_trigger g join mutation.tables t on t.oid = g.tgrelid where not g.tgisinternal""")
kind("exclusion-dropped", "overlap-not-excluded", """
select table_name, format('alter table %s drop constraint %s;', tab, owner) from mutation.indexes i where owned and method = 'gist'""")
kind("check-of-quantity-dropped", "check-missing", """
select t.name || ' ' || a.attname, format('alter table %s drop constraint %I;', t.tab, k.conname)
from pg_constraint k join mutation.tables t on t.oid = k.conrelid join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1]
where k.contype = 'c' and cardinality(k.conkey) = 1 and pg_get_constraintdef(k.oid) ~ '>=? [(]?0' and a.attname ~ '(quantity|qty|amount|price|count|stock|cost)'""")
kind("check-that-null-passes", "check-null-hole", """
select a.name || ' ' || a.col || ' ' || b.col || '|mutation_check', format('alter table %s add constraint mutation_check check (%s > 0 or %s > 0) not valid;', a.tab, a.qcol, b.qcol)
from mutation.columns a join mutation.columns b on b.oid = a.oid and b.number = a.number + 1
where not a.required and not b.required and a.base in ('numeric', 'integer', 'bigint', 'smallint') and b.base = a.base and not a.keyed and not b.keyed""")
kind("default-frozen", "frozen-default", """
select name || ' ' || col, format($$alter table %s alter column %s set default timestamptz 'now';$$, tab, qcol)
from mutation.columns where base like 'timestamp%' and preset ~* '(now|current_timestamp|statement_timestamp)'""")
kind("default-that-check-refuses", "default-violates-check", """
select name || ' ' || col, format('alter table %1$s add constraint mutation_check check (%2$s >= 0) not valid; alter table %1$s alter column %2$s set default -1;', tab, qcol)
from mutation.columns where base in ('integer', 'bigint', 'numeric') and not keyed""")
kind("default-the-word-null", "default-null-string", """
select name || ' ' || col, format($$alter table %s alter column %s set default 'NULL';$$, tab, qcol)
from mutation.columns where base in ('text', 'character varying') and preset is null and not keyed""")
kind("default-without-parent-row", "fk-default-missing", f"""
select table_name || ' ' || col, format('alter table %s alter column %s set default 31999;', tab, qcol)
from mutation.fk f where base in ('integer', 'bigint', 'smallint') and {ROWS.format("parent")} > 0""")
kind("boolean-made-nullable", "three-state-boolean", f"""
select name || ' ' || col, format('alter table %1$s alter column %2$s drop not null; update %1$s set %2$s = null where ctid in (select ctid from %1$s limit 3);', tab, qcol)
from mutation.columns where base = 'boolean' and required and {ROWS.format("tab")} > 10""")

# Types.
kind("time-zone-lost", "timestamp-without-zone", """
select name || ' ' || col, format('alter table %s alter column %s type timestamp;', tab, qcol) from mutation.columns where base = 'timestamp with time zone'
and (select count(*) filter (where base = 'timestamp with time zone') > count(*) filter (where base = 'timestamp without time zone') from mutation.columns)""")
kind("seconds-rounded", "timestamp-precision-zero", """
select name || ' ' || col, format('alter table %s alter column %s type timestamptz(0);', tab, qcol) from mutation.columns where base = 'timestamp with time zone'""")
kind("money-as-float", "float-money", f"""
select name || ' ' || col, format('alter table %s alter column %s type double precision;', tab, qcol) from mutation.columns where base = 'numeric' and col ~* '{MONEY}'""")
kind("money-as-money", "money-type", f"""
select name || ' ' || col, format('alter table %s alter column %s type money;', tab, qcol) from mutation.columns where base = 'numeric' and col ~* '{MONEY}'""")
kind("money-without-scale", "unbounded-numeric-money", f"""
select name || ' ' || col, format('alter table %s alter column %s type numeric;', tab, qcol) from mutation.columns where base = 'numeric' and type <> 'numeric' and col ~* '{MONEY}'""")
kind("length-255", "varchar-255-habit", """
select schema, string_agg(format('alter table %s alter column %s type varchar(255);', tab, qcol), ' ' order by number) from mutation.columns
where base = 'text' and not exists (select from mutation.columns where type ~ '^character varying\\(')
group by schema, tab having count(*) >= 5""")
kind("text-padded", "char-n", """
select name || ' ' || col, format('alter table %s alter column %s type char(200);', tab, qcol) from mutation.columns where base in ('text', 'character varying') and not keyed""")
kind("json-instead-of-jsonb", "json-not-jsonb", """
select name || ' ' || col, format('alter table %1$s alter column %2$s drop default; alter table %1$s alter column %2$s type json;', tab, qcol) from mutation.columns where base = 'jsonb'""")
kind("time-with-offset", "timetz", """
select name || ' opens_at', format('alter table %s add column opens_at time with time zone;', tab) from mutation.tables""")
kind("number-as-text", "text-holds-other-type", f"""
select name || ' ' || col, format('alter table %1$s alter column %2$s drop default; alter table %1$s alter column %2$s type text using %2$s::text;', tab, qcol)
from mutation.columns where base in ('integer', 'bigint', 'numeric', 'date', 'smallint') and not keyed
and {ROWS.format("tab")} > 50""")
kind("type-unlike-its-namesakes", "inconsistent-column-type", """
select name || ' ' || col, format('alter table %1$s alter column %2$s drop default; alter table %1$s alter column %2$s type text using %2$s::text;', tab, qcol)
from mutation.columns c where base in ('integer', 'bigint', 'date') and not keyed
and (select count(*) from mutation.columns o where o.col = c.col and o.base = c.base) >= 4 and not exists (select from mutation.columns o where o.col = c.col and o.base <> c.base)""")
kind("type-that-stops-upgrades", "upgrade-blocking-type", """
select name || ' handler', format('alter table %s add column handler regprocedure;', tab) from mutation.tables""")

# Sequences.
kind("sequence-nearly-used-up", "int4-key-overflow", """
select name || ' ' || col || '|' || name, format('select setval(%L, 2100000000);', sequence) from mutation.sequences where base = 'integer'""")
kind("sequence-not-owned", "sequence-not-owned", """
select name || ' ' || col, format('alter sequence %s owned by none;', sequence) from mutation.sequences""")
kind("sequence-of-two-tables", "sequence-shared", """
select s.name || '|' || o.name || '|' || (select relname from pg_class where oid = s.sequence_oid), format('alter table %s alter column %s set default nextval(%L::regclass);', o.tab, o.qcol, s.sequence)
from mutation.sequences s join mutation.sequences o on o.schema = s.schema and o.oid <> s.oid and o.base = s.base""")
kind("sequence-wider-than-key", "sequence-wider-than-column", """
select name || ' ' || col, format('alter sequence %s as bigint;', sequence) from mutation.sequences where base = 'integer' and seqmax < 3000000000""")
kind("sequence-behind", "sequence-behind-data", """
select name || ' ' || col, format('select setval(%L, 1);', sequence) from mutation.sequences
where (xpath('/row/c/text()', query_to_xml(format('select coalesce(max(%s), 0) as c from %s', qcol, tab), false, true, '')))[1]::text::bigint > 5""")

# Rows.
kind("rows-orphaned", "orphan-rows", f"""
select table_name || ' ' || col, format('alter table %1$s drop constraint %2$s; update %1$s set %3$s = 31999 where ctid = (select min(ctid) from %1$s);', tab, name, qcol)
from mutation.fk f where base in ('integer', 'bigint', 'smallint') and {ROWS.format("tab")} > 20""")
kind("table-unlogged", "unlogged-object", """
select name, format('alter table %s set unlogged;', tab) from mutation.tables where kind = 'r' and persistence = 'p'""")
kind("autovacuum-off", "autovacuum-off", """
select name, format('alter table %s set (autovacuum_enabled = false);', tab) from mutation.tables where kind = 'r'""")
kind("replica-identity-lost", "missing-replica-identity", """
select name, format('alter table %1$s replica identity nothing; create publication mutation_publication for table %1$s;', tab) from mutation.tables""")

# Partitions.
kind("partition-index-only-on-parent", "partition-index-gap", """
select 'mutation_idx|' || name, format('create index mutation_idx on only %s (%s);', tab, qcol)
from mutation.columns c where kind = 'p' and exists (select from pg_inherits where inhparent = c.oid)""")
kind("partition-default-dropped", "partition-missing-next", """
select t.name, format('drop table %s;', p.oid::regclass)
from mutation.tables t join pg_inherits i on i.inhparent = t.oid join pg_class p on p.oid = i.inhrelid join pg_partitioned_table r on r.partrelid = t.oid
where pg_get_expr(p.relpartbound, p.oid) = 'DEFAULT' and r.partstrat = 'r'""")
kind("table-a-year", "metadata-tribbles", """
select name || '_2021|' || name || '_2022|' || name || '_2023|' || name, format('create table %1$s_2021 (like %1$s including all); create table %1$s_2022 (like %1$s including all); create table %1$s_2023 (like %1$s including all);', tab)
from mutation.tables where tab !~ '"' and kind = 'r' and length(name) < 50""")

# Rights.
kind("row-security-without-policy", "rls-no-policy", """
select name, format('create role mutation_reader; grant usage on schema %I to mutation_reader; grant select on %s to mutation_reader; alter table %s enable row level security;', schema, tab, tab)
from mutation.tables t where not secured and not exists (select from pg_policy where polrelid = t.oid)""")
kind("row-security-off", "policy-but-rls-off", """
select name, format('alter table %s disable row level security;', tab) from mutation.tables t where secured and exists (select from pg_policy where polrelid = t.oid)""")
kind("policy-always-true", "rls-always-true", """
select distinct 'mutation_all|' || name, format('create policy mutation_all on %s to %s using (true) with check (true);', t.tab, r.role)
from mutation.tables t join mutation.roles r on r.oid = t.oid where secured and r.writes""")
kind("policy-checks-nothing", "rls-update-no-check", """
select distinct 'mutation_update|' || name, format('create policy mutation_update on %s for update to %s using (%s = nullif(current_setting(''app.user'', true), '''')::%s) with check (true);', c.tab, r.role, qcol, base)
from mutation.columns c join mutation.roles r on r.oid = c.oid where secured and r.writes and col ~ '(_id|_by|owner|user)$' and base in ('uuid', 'integer', 'bigint')""")
kind("policy-calls-per-row", "rls-per-row-function", """
select 'mutation_own|' || name, format('create policy mutation_own on %s for select using (%s = nullif(current_setting(''app.user'', true), '''')::%s);', tab, qcol, base) from mutation.columns c
where secured and base in ('uuid', 'bigint') and not exists (select from pg_policies p where format('%I.%I', p.schemaname, p.tablename) = tab and coalesce(p.qual, p.with_check) ~ '\\w\\(')""")
kind("policy-without-index", "rls-predicate-unindexed", """
select 'mutation_own|' || name, format('create policy mutation_own on %s for select using (%s = (select nullif(current_setting(''app.user'', true), '''')::%s));', tab, qcol, base)
from mutation.columns where secured and base in ('uuid', 'integer', 'bigint') and not indexed and col ~ '(_id|_by|owner|user)$' and not exists (select from pg_policy p where p.polrelid = columns.oid)""")
kind("view-around-policies", "view-bypasses-rls", """
select 'mutation_view', format('create view %s.mutation_view as select * from %s; grant select on %s.mutation_view to %s;', quote_ident(schema), t.tab, quote_ident(schema), r.role)
from mutation.tables t join mutation.roles r on r.oid = t.oid where secured and exists (select from pg_policy where polrelid = t.oid)""")
kind("granted-to-everybody", "public-grant", """
select t.name, format('grant all on table %s to public;', tab) from mutation.tables t join mutation.open_schemas s on s.name = t.schema""")
kind("schema-open-to-everybody", "public-create", """
select distinct schema, format('grant create on schema %I to public;', schema) from mutation.tables""")
kind("rights-in-advance", "default-privileges-wide", """
select distinct schema || '|public|PUBLIC', format('alter default privileges in schema %I grant all on tables to public;', schema) from mutation.tables""")
kind("definer-with-callers-path", "definer-search-path", """
select proname, format('alter function %s security definer reset search_path;', signature) from mutation.functions where prosrc ~* '\\m(from|into|update)\\s'""")
kind("definer-for-everybody", "definer-executable", """
select proname, format('alter function %s security definer set search_path = pg_catalog, public, pg_temp;', signature) from mutation.functions
where prorettype <> 'trigger'::regtype and has_function_privilege('public', oid, 'execute') and not prosecdef and schema in (select name from mutation.open_schemas where to_all) and prosrc ~* '\\m(insert into|update|delete from)\\s'""")
kind("arguments-executed", "dynamic-sql-injection", """
select distinct 'mutation_count', format($$create function %I.mutation_count(filter text) returns bigint language plpgsql as 'declare n bigint; begin execute ''select count(*) from %s where '' || filter into n; return n; end';$$, schema, tab)
from mutation.tables where tab !~ '"' and schema in (select name from mutation.open_schemas where to_all)""")
kind("password-of-role", "password-in-file", """
select distinct 'mutation_app', 'create role mutation_app login password ''mutation_app'';' from mutation.tables""")
kind("secret-in-comment", "secret-in-catalogue", """
select name, format($$comment on table %s is 'filled by postgres://loader:Kf83hsQz91Lw@db.internal.example.org:5432/prod';$$, tab) from mutation.tables""")
kind("token-kept", "secret-column", """
select name || ' api_token', format('alter table %s add column api_token text;', tab) from mutation.tables""")
kind("password-kept", "password-plain", """
select name || ' password', format('alter table %s add column password text;', tab) from mutation.tables t where not exists (select from mutation.columns c where c.oid = t.oid and c.col ~ 'password')""")

# Programs in the database.
kind("trigger-fires-itself", "trigger-recursion", """
select 'mutation_touch|' || name, format($$create function %1$s.mutation_touch() returns trigger language plpgsql as 'begin update %2$s set %3$s = %3$s where %3$s = new.%3$s; return null; end';
create trigger mutation_touch after update on %2$s for each row execute function %1$s.mutation_touch();$$, quote_ident(schema), tab, qcol)
from mutation.columns where tab !~ '"' and not keyed and base in ('text', 'integer', 'character varying')""")
kind("trigger-writes-whole-table", "unbounded-trigger", """
select 'mutation_count|' || t.name, format($$create function %1$s.mutation_count() returns trigger language plpgsql as 'begin update %4$s set %3$s = %3$s + 1; return null; end';
create trigger mutation_count after insert on %2$s for each row execute function %1$s.mutation_count();$$, quote_ident(t.schema), t.tab, c.qcol, c.tab)
from mutation.columns c join mutation.tables t on t.oid <> c.oid and t.schema = c.schema where c.tab !~ '"' and not c.keyed and c.base in ('integer', 'bigint')""")
kind("trigger-without-return", "trigger-returns-nothing", """
select proname, regexp_replace(definition, 'return +(new|old|null) *;\\s*end', 'END', 'ig') || ';' from mutation.functions
where prorettype = 'trigger'::regtype and language = 'plpgsql' and (select count(*) from regexp_matches(prosrc, '\\mreturn\\M', 'ig')) = 1 and prosrc ~* 'return +(new|old|null) *;\\s*end'""")
kind("function-marked-immutable", "index-lies-immutable volatility-lies", """
select proname, format('alter function %s immutable;', signature) from mutation.functions
where provolatile <> 'i' and prorettype not in ('trigger'::regtype, 'void'::regtype) and prosrc ~* '\\m(select|return query)\\M.*\\mfrom\\M' and prosrc !~* '\\m(insert into|update|delete from)\\s'""")
kind("rule-on-table", "rule-on-table", """
select 'mutation_rule|' || name, format('create rule mutation_rule as on insert to %s do also notify mutation;', tab) from mutation.tables where kind = 'r'""")

# Names.
kind("name-with-capitals", "quoted-name", """
select replace(initcap(replace(col, '_', ' ')), ' ', ''), format('alter table %s rename column %s to %I;', tab, qcol, replace(initcap(replace(col, '_', ' ')), ' ', ''))
from mutation.columns where col ~ '^[a-z]+_[a-z]+$'""")
kind("name-reserved", "reserved-name", """
select 'order', format('alter table %s rename column %s to "order";', tab, qcol) from mutation.columns where col ~ '(position|order|rank|sort|number|description)'""")
kind("copy-left-over", "leftover-table", """
select name || '_backup', format('create table %1$s_backup as table %1$s;', tab) from mutation.tables where tab !~ '"'""")
kind("columns-numbered", "repeated-columns", """
select name || ' phone1|' || name || ' phone2|' || name || ' phone|' || name, format('alter table %s add column phone1 text, add column phone2 text, add column phone3 text;', tab) from mutation.tables""")
