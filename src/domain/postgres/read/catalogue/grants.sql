with objects as (
  select case c.relkind when 'S' then 'sequence' else 'relation' end as kind, c.oid::bigint << 11 as id, c.relowner as owner,
         coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner)) as acl,
         c.relacl is null as is_default
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all
  select 'column', (a.attrelid::bigint << 11) | a.attnum, c.relowner, a.attacl, false
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where a.attacl is not null and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all
  select 'function', p.oid::bigint << 11, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner)), p.proacl is null
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all
  select 'schema', n.oid::bigint << 11, n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner)), n.nspacl is null
  from pg_namespace n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all
  select 'type', t.oid::bigint << 11, t.typowner, coalesce(t.typacl, acldefault('T', t.typowner)), t.typacl is null
  from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c')) and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all
  select 'server', s.oid::bigint << 11, s.srvowner, s.srvacl, false from pg_foreign_server s where s.srvacl is not null
  union all
  select 'wrapper', w.oid::bigint << 11, w.fdwowner, w.fdwacl, false from pg_foreign_data_wrapper w where w.fdwacl is not null
  union all
  select 'database', d.oid::bigint << 11, d.datdba, coalesce(d.datacl, acldefault('d', d.datdba)), d.datacl is null
  from pg_database d where d.datname = current_database())
select o.kind as object_kind, o.id as object_id,
       case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee)::text end as grantee,
       a.privilege_type as privilege, a.is_grantable, o.is_default
from objects o cross join lateral aclexplode(o.acl) a
where a.grantee <> o.owner
