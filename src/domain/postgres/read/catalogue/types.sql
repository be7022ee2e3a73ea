select t.oid::bigint << 11 as id, n.nspname as schema, t.typname,
       case when n.nspname = 'public' then quote_ident(t.typname)
            else quote_ident(n.nspname) || '.' || quote_ident(t.typname) end as name,
       case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range' else 'composite' end as kind,
       case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as base_type,
       t.typnotnull as not_null, t.typdefault as default_expression, pg_get_userbyid(t.typowner) as owner,
       (e.objid is not null or (:lab and t.typowner = 10)) as is_extension,
       obj_description(t.oid, 'pg_type') as comment, t.xmin::text::bigint as xid
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
left join pg_depend e on e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype = 'e'
where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c'))
  and n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
