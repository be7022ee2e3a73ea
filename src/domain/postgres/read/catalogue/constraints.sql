-- Names of columns and operators are gathered for all constraints at once: one by one takes several times as long.
with names as (
  select k.oid, u.of_child, string_agg(quote_ident(a.attname), ', ' order by u.i) as columns
  from pg_constraint k
  cross join lateral (select true as of_child, k.conrelid as relation, c.num, c.i from unnest(k.conkey) with ordinality c(num, i)
                      union all select false, k.confrelid, p.num, p.i from unnest(k.confkey) with ordinality p(num, i)) u
  join pg_attribute a on a.attrelid = u.relation and a.attnum = u.num
  group by k.oid, u.of_child),
operators as (
  select k.oid, string_agg(l.typname || ' = ' || r.typname, ', ' order by u.i) as comparisons
  from pg_constraint k cross join lateral unnest(k.conpfeqop) with ordinality u(op, i)
  join pg_operator o on o.oid = u.op join pg_type l on l.oid = o.oprleft join pg_type r on r.oid = o.oprright
  group by k.oid),
disabled as (select tgconstraint as oid, count(*) as triggers from pg_trigger where tgenabled = 'D' and tgconstraint <> 0 group by 1)
select k.oid::bigint << 11 as id, nullif(k.conrelid, 0)::bigint << 11 as relation_id,
       nullif(k.contypid, 0)::bigint << 11 as type_id, k.conname, quote_ident(k.conname) as name,
       case k.contype when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign' when 'c' then 'check'
            when 'x' then 'exclusion' when 'n' then 'not_null' else 'trigger' end as type,
       own.columns, array_to_string(k.conkey, ' ') as numbers,
       k.convalidated as is_validated, /*180000+*/ k.conenforced /*else*/ true /*end*/ as is_enforced,
       k.condeferrable as is_deferrable, k.condeferred as is_deferred,
       nullif(k.conindid, 0)::bigint << 11 as index_id, nullif(k.confrelid, 0)::bigint << 11 as referenced_id,
       referenced.columns as referenced_columns, array_to_string(k.confkey, ' ') as referenced_numbers,
       case k.confmatchtype when 's' then 'simple' when 'f' then 'full' when 'p' then 'partial' end as match_type,
       case k.confupdtype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
            when 'n' then 'set null' when 'd' then 'set default' end as on_update,
       case k.confdeltype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade'
            when 'n' then 'set null' when 'd' then 'set default' end as on_delete,
       /*150000+*/ array_to_string(k.confdelsetcols, ' ') /*else*/ null::text /*end*/ as delete_set_numbers,
       c.comparisons, nullif(k.conparentid, 0)::bigint << 11 as parent_id, k.conislocal as is_local, k.connoinherit as no_inherit,
       case when k.contype = 'f' then coalesce(t.triggers, 0) else 0 end as disabled_triggers,
       case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end as expression,
       pg_get_constraintdef(k.oid) as definition, d.description as comment,
       k.xmin::text::bigint as xid, k.coninhcount as inherited_count
from pg_constraint k
join pg_namespace n on n.oid = k.connamespace
left join names own on own.oid = k.oid and own.of_child
left join names referenced on referenced.oid = k.oid and not referenced.of_child
left join operators c on c.oid = k.oid
left join disabled t on t.oid = k.oid
left join pg_description d on d.objoid = k.oid and d.classoid = 'pg_constraint'::regclass and d.objsubid = 0
where n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
