select c.oid::bigint << 11 as id, n.nspname as schema, c.relname,
       case when n.nspname = 'public' then quote_ident(c.relname)
            else quote_ident(n.nspname) || '.' || quote_ident(c.relname) end as name,
       format_type(s.seqtypid, null) as type, s.seqstart as start, s.seqmin as minimum, s.seqmax as maximum,
       s.seqincrement as increment, s.seqcycle as cycles, s.seqcache as cache,
       case when has_sequence_privilege(c.oid, 'SELECT,USAGE') then pg_sequence_last_value(c.oid) end as last_value,
       (d.refobjid::bigint << 11) | d.refobjsubid as owner_attribute_id,
       case d.deptype when 'i' then 'identity' when 'a' then 'serial' end as owned_as,
       case c.relpersistence when 'p' then 'permanent' when 'u' then 'unlogged' else 'temporary' end as persistence,
       (e.objid is not null or (:lab and c.relowner = 10)) as is_extension,
       o.description as comment, c.xmin::text::bigint as xid, pg_get_userbyid(c.relowner) as owner
from pg_sequence s
join pg_class c on c.oid = s.seqrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
  and d.deptype in ('a', 'i') and d.refobjsubid > 0
left join pg_description o on o.objoid = c.oid and o.classoid = 'pg_class'::regclass and o.objsubid = 0
left join pg_depend e on e.classid = 'pg_class'::regclass and e.objid = c.oid and e.objsubid = 0 and e.deptype = 'e'
where n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
