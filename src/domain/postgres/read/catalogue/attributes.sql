with recursive chain (id, base, modifier) as (
  select oid, typbasetype, typtypmod from pg_type where typtype = 'd'
  union all
  select c.id, u.typbasetype, greatest(c.modifier, u.typtypmod) from chain c join pg_type u on u.oid = c.base and u.typtype = 'd'),
domains as (select c.id, c.base, c.modifier from chain c join pg_type u on u.oid = c.base and u.typtype <> 'd')
select (c.oid::bigint << 11) | a.attnum as id, c.oid::bigint << 11 as relation_id, a.attnum as number, a.attname,
       quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type,
       b.typname as type_name, a.atttypid::bigint << 11 as type_id, b.typcategory as category,
       case when t.typtype = 'd' then quote_ident(t.typname) end as domain, el.typname as element_type,
       case when b.typname in ('varchar', 'bpchar') and m.mod >= 4 then m.mod - 4
            when b.typname in ('bit', 'varbit') and m.mod >= 0 then m.mod end as length,
       case when b.typname = 'numeric' and m.mod >= 4 then (m.mod - 4) & 2047 end as scale,
       case when b.typname = 'numeric' and m.mod >= 4 then ((m.mod - 4) >> 16) & 65535
            when b.typname in ('timestamp', 'timestamptz', 'time', 'timetz') and m.mod >= 0 then m.mod end as precision,
       a.attnotnull or (t.typtype = 'd' and t.typnotnull) as not_null,
       pg_get_expr(d.adbin, d.adrelid) as default_expression,
       case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
       case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end as generated,
       case when a.attcollation <> t.typcollation then quote_ident(o.collname) end as collation,
       coalesce(o.collisdeterministic, true) as is_deterministic,
       case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end as storage,
       case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end as type_storage,
       a.attlen as width, a.attalign as alignment,
       /*140000+*/ case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end /*else*/ null::text /*end*/ as compression,
       nullif(a.attstattarget, -1) as statistics_target,
       not a.attislocal as is_inherited, array_to_string(a.attoptions, ',') as options,
       s.description as comment, a.xmin::text::bigint as xid,
       a.attnotnull as has_not_null, a.attinhcount as inherited_count,
       case when a.attcollation <> t.typcollation then
         case when o.collnamespace = 'pg_catalog'::regnamespace then '' else quote_ident(cn.nspname) || '.' end
         || quote_ident(o.collname) end as full_collation,
       (select string_agg(quote_ident(x.option_name) || ' ' || quote_literal(x.option_value), ', ' order by x.option_name)
        from pg_options_to_table(a.attfdwoptions) x) as foreign_options
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join domains bt on bt.id = t.oid
join pg_type b on b.oid = coalesce(bt.base, t.oid)
left join pg_type el on el.oid = b.typelem and b.typcategory = 'A'
cross join lateral (select case when t.typtype = 'd' then coalesce(bt.modifier, -1) else a.atttypmod end as mod) m
left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
left join pg_collation o on o.oid = a.attcollation
left join pg_namespace cn on cn.oid = o.collnamespace
left join pg_description s on s.objoid = c.oid and s.classoid = 'pg_class'::regclass and s.objsubid = a.attnum
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
