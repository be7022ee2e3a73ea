with keys as (
  select i.indexrelid, string_agg(case when a.attname is null then pg_get_indexdef(i.indexrelid, k.i::int, false) else quote_ident(a.attname) end,
                                  ', ' order by k.i) as columns
  from pg_index i cross join lateral unnest(i.indkey) with ordinality k(num, i)
  left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.num
  where i.indexrelid >= 16384 and k.i <= i.indnkeyatts
  group by i.indexrelid)
select i.indexrelid::bigint << 11 as id, i.indrelid::bigint << 11 as relation_id, c.relname,
       case when n.nspname = 'public' then quote_ident(c.relname)
            else quote_ident(n.nspname) || '.' || quote_ident(c.relname) end as name,
       am.amname as method, i.indisunique as is_unique, i.indisprimary as is_primary, i.indisexclusion as is_exclusion,
       i.indisvalid as is_valid, i.indisready as is_ready, i.indisclustered as is_clustered,
       i.indisreplident as is_replica_identity,
       /*150000+*/ i.indnullsnotdistinct /*else*/ false /*end*/ as nulls_not_distinct,
       i.indnkeyatts as key_count, i.indnatts as column_count,
       k2.columns,
       array_to_string((string_to_array(i.indkey::text, ' '))[1:i.indnkeyatts], ' ') as numbers,
       array_to_string((string_to_array(i.indkey::text, ' '))[i.indnkeyatts + 1:], ' ') as include_numbers,
       i.indexprs is not null as has_expressions, pg_get_expr(i.indpred, i.indrelid) as predicate,
       h.inhparent::bigint << 11 as parent_id,
       k.oid::bigint << 11 as constraint_id,
       (e.objid is not null or (:lab and c.relowner = 10)) as is_extension,
       array_to_string(c.reloptions, ',') as options, pg_get_indexdef(i.indexrelid) as definition,
       o.description as comment, i.xmin::text::bigint as xid, n.nspname as schema, s.spcname as tablespace,
       (select string_agg(a.attnum || '=' || a.attstattarget, ' ' order by a.attnum) from pg_attribute a
        where a.attrelid = i.indexrelid and a.attstattarget >= 0) as statistics_targets
from pg_index i
join pg_class c on c.oid = i.indexrelid
join keys k2 on k2.indexrelid = i.indexrelid
join pg_class t on t.oid = i.indrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_am am on am.oid = c.relam
left join pg_tablespace s on s.oid = c.reltablespace
left join pg_inherits h on h.inhrelid = c.oid
left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
left join pg_description o on o.objoid = c.oid and o.classoid = 'pg_class'::regclass and o.objsubid = 0
left join pg_depend e on e.classid = 'pg_class'::regclass and e.objid = t.oid and e.objsubid = 0 and e.deptype = 'e'
where n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
