select g.oid::bigint << 11 as id, g.tgrelid::bigint << 11 as relation_id, quote_ident(g.tgname) as name,
       g.tgfoid::bigint << 11 as function_id, p.proname as function,
       case g.tgenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end as enabled,
       case when g.tgtype & 2 = 2 then 'before' when g.tgtype & 64 = 64 then 'instead' else 'after' end as timing,
       trim(case when g.tgtype & 4 = 4 then 'insert ' else '' end || case when g.tgtype & 16 = 16 then 'update ' else '' end
         || case when g.tgtype & 8 = 8 then 'delete ' else '' end || case when g.tgtype & 32 = 32 then 'truncate' else '' end)
         as events,
       case when g.tgtype & 1 = 1 then 'row' else 'statement' end as level,
       -- pg_get_expr takes no trigger conditions (they see two relations)
       substring(pg_get_triggerdef(g.oid) from ' WHEN \((.*)\) EXECUTE ') as condition,
       (select string_agg(quote_ident(a.attname), ', ' order by i) from unnest(g.tgattr) with ordinality u(num, i)
        join pg_attribute a on a.attrelid = g.tgrelid and a.attnum = u.num) as columns,
       g.tgconstraint <> 0 as is_constraint,
       /*130000+*/ nullif(g.tgparentid, 0)::bigint << 11 /*else*/ null::bigint /*end*/ as parent_id,
       pg_get_triggerdef(g.oid) as definition, g.xmin::text::bigint as xid
from pg_trigger g
join pg_class c on c.oid = g.tgrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_proc p on p.oid = g.tgfoid
where not g.tgisinternal and n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
