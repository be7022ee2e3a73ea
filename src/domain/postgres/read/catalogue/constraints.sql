select k.oid::bigint << 11 as id, nullif(k.conrelid, 0)::bigint << 11 as relation_id,
       nullif(k.contypid, 0)::bigint << 11 as type_id, k.conname, quote_ident(k.conname) as name,
       case k.contype when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign' when 'c' then 'check'
            when 'x' then 'exclusion' when 'n' then 'not_null' else 'trigger' end as type,
       (select string_agg(quote_ident(a.attname), ', ' order by i)
        from unnest(k.conkey) with ordinality u(num, i)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num) as columns,
       array_to_string(k.conkey, ' ') as numbers,
       k.convalidated as is_validated, /*180000+*/ k.conenforced /*else*/ true /*end*/ as is_enforced,
       k.condeferrable as is_deferrable, k.condeferred as is_deferred,
       nullif(k.conindid, 0)::bigint << 11 as index_id, nullif(k.confrelid, 0)::bigint << 11 as referenced_id,
       (select string_agg(quote_ident(a.attname), ', ' order by i)
        from unnest(k.confkey) with ordinality u(num, i)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num) as referenced_columns,
       array_to_string(k.confkey, ' ') as referenced_numbers,
       case k.confmatchtype when 's' then 'simple' when 'f' then 'full' when 'p' then 'partial' end as match_type,
       case k.confupdtype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
            when 'n' then 'set null' when 'd' then 'set default' end as on_update,
       case k.confdeltype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
            when 'n' then 'set null' when 'd' then 'set default' end as on_delete,
       /*150000+*/ array_to_string(k.confdelsetcols, ' ') /*else*/ null::text /*end*/ as delete_set_numbers,
       (select string_agg(l.typname || ' = ' || r.typname, ', ' order by i)
        from unnest(k.conpfeqop) with ordinality u(op, i) join pg_operator o on o.oid = u.op
        join pg_type l on l.oid = o.oprleft join pg_type r on r.oid = o.oprright) as comparisons,
       nullif(k.conparentid, 0)::bigint << 11 as parent_id, k.conislocal as is_local, k.connoinherit as no_inherit,
       case when k.contype = 'f' then (select count(*) from pg_trigger g
          where g.tgconstraint = k.oid and g.tgenabled = 'D') else 0 end as disabled_triggers,
       case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end as expression,
       pg_get_constraintdef(k.oid) as definition, obj_description(k.oid, 'pg_constraint') as comment,
       k.xmin::text::bigint as xid
from pg_constraint k
join pg_namespace n on n.oid = k.connamespace
where n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
