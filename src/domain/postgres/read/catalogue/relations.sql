select c.oid::bigint << 11 as id, n.oid::bigint << 11 as schema_id, n.nspname as schema, c.relname,
       case when n.nspname = 'public' then quote_ident(c.relname)
            else quote_ident(n.nspname) || '.' || quote_ident(c.relname) end as name,
       case c.relkind when 'r' then 'table' when 'p' then 'partitioned' when 'v' then 'view'
            when 'm' then 'materialized' when 'f' then 'foreign' else 'composite' end as kind,
       case c.relpersistence when 'p' then 'permanent' when 'u' then 'unlogged' else 'temporary' end as persistence,
       pg_get_userbyid(c.relowner) as owner, c.relowner::bigint << 11 as owner_id,
       (e.objid is not null or (:lab and c.relowner = 10)) as is_extension,
       c.relispartition as is_partition, p.parent::bigint << 11 as parent_id,
       case when c.relispartition then 0 else coalesce(p.n, 0) end as inherits,
       (select count(*) from pg_inherits i join pg_class k on k.oid = i.inhrelid
        where i.inhparent = c.oid and not k.relispartition) as has_children,
       case t.partstrat when 'r' then 'range' when 'l' then 'list' when 'h' then 'hash' end as partition_strategy,
       case when t.partrelid is not null then pg_get_partkeydef(c.oid) end as partition_key,
       case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
       /*140000+*/ coalesce(p.pending, false) /*else*/ false /*end*/ as detach_pending,
       c.relrowsecurity as row_security, c.relforcerowsecurity as force_row_security,
       case c.relreplident when 'd' then 'default' when 'n' then 'nothing' when 'f' then 'full' else 'index' end
         as replica_identity,
       am.amname as access_method,
       (select substr(o, 12)::int from unnest(c.reloptions) o where o like 'fillfactor=%') as fillfactor,
       array_to_string(c.reloptions, ',') as options,
       coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1|yes)', false) as security_invoker,
       coalesce(c.reloptions::text ~ 'security_barrier=(true|on|1|yes)', false) as security_barrier,
       (c.relhasrules and c.relkind not in ('v', 'm')) as has_rules,
       x.live as column_count, x.dropped as dropped_columns,
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
       o.description as comment, coalesce(x.xid, c.xmin::text::bigint) as xid,
       (select array_to_string(k.reloptions, ',') from pg_class k where k.oid = c.reltoastrelid) as toast_options,
       s.spcname as tablespace, case when c.reloftype <> 0 then format_type(c.reloftype, null) end as of_type,
       fs.srvname as foreign_server,
       (select string_agg(quote_ident(x.option_name) || ' ' || quote_literal(x.option_value), ', ' order by x.option_name)
        from pg_options_to_table(f.ftoptions) x) as foreign_options
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_description o on o.objoid = c.oid and o.classoid = 'pg_class'::regclass and o.objsubid = 0
left join pg_depend e on e.classid = 'pg_class'::regclass and e.objid = c.oid and e.objsubid = 0 and e.deptype = 'e'
left join (select inhrelid, (array_agg(inhparent order by inhseqno))[1] as parent, count(*) as n
                  /*140000+*/ , bool_or(inhdetachpending) as pending /*end*/
           from pg_inherits group by inhrelid) p on p.inhrelid = c.oid
left join pg_partitioned_table t on t.partrelid = c.oid
left join pg_am am on am.oid = c.relam
left join pg_tablespace s on s.oid = c.reltablespace
left join pg_foreign_table f on f.ftrelid = c.oid
left join pg_foreign_server fs on fs.oid = f.ftserver
left join (select attrelid, count(*) filter (where attnum > 0 and not attisdropped) as live,
                  count(*) filter (where attisdropped) as dropped,
                  -- a system column is written once, when the table is made; a view has none
                  max(xmin::text::bigint) filter (where attnum = -6) as xid
           from pg_attribute group by attrelid) x on x.attrelid = c.oid
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
