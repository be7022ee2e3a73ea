-- id: postgres/index-lies-immutable    title: indexes on functions that are not immutable    since: 0.1
-- effect: correctness    severity: error    default: on    fix: none    prover: index_lies
-- basis: PostgreSQL manual 38.7
with used as (
  select i.id as subject, i.id as place_id, i.relation_id, i.name as object, d.referenced_id as function_id,
         'the index finds other rows than the table holds' as effect
  from dependencies d join indexes i on i.id = d.object_id
  where d.kind = 'index' and d.referenced_kind = 'function' and not i.is_extension and i.parent_id is null
  union
  select a.id, a.id, a.relation_id, r.name || '(' || a.name || ')', d.referenced_id, 'the stored values are what was true once'
  from dependencies d join attributes a on a.id = d.object_id join relations r on r.id = a.relation_id
  where d.kind = 'default' and d.referenced_kind = 'function' and a.generated is not null and not r.is_partition),
lies as materialized (
  select f.id as function_id, f.proname || '()' as function,
         case when exists (select 1 from function_tables t where t.function_id = f.id)
                then 'reads ' || (select group_concat(distinct r.name) from function_tables t join relations r on r.id = t.relation_id where t.function_id = f.id)
              when matches(f.body, '\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|random|gen_random_uuid|nextval)\s*\(|\b(current_timestamp|current_date|localtimestamp)\b')
                then 'asks for the time or for chance'
              when matches(f.body, '\bcurrent_setting\s*\(|\b(current_user|session_user)\b') then 'asks for settings of the session'
              when f.argument_types like '%timestamp with time zone%' and not matches(f.body, 'time\s+zone|timezone|''utc''')
                   and matches(f.body, '::\s*(date|timestamp|time|text)\b|\bto_char\s*\(|\bdate_trunc\s*\(|\bextract\s*\(|\bdate_part\s*\(|\bcast\s*\(')
                then 'depends on the time zone of the session' end as fault,
         (select min(g.proname) from functions g
          where g.database_id = f.database_id and g.id <> f.id and f.search_path is null and instr(lower(f.body), lower(g.proname)) and not matches(f.body, '^\s*(begin\s+atomic|return\b)')
            and matches(g.proname, '^[a-z_][a-z0-9_]*$') and matches(f.body, '(^|[^.a-z0-9_"])' || g.proname || '\s*\(')) as unqualified
  from functions f
  where f.id in (select function_id from used) and f.language in ('sql', 'plpgsql') and not f.is_extension)
select u.subject, u.object, coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line,
       case when l.fault is null then 'warning' else 'error' end as severity,
       case when l.fault is not null
            then l.function || ' is declared IMMUTABLE and ' || l.fault || ': when that changes, ' || u.effect
            else l.function || ' calls ' || l.unqualified || '() by its bare name: with the search_path that pg_restore and autovacuum set, '
              || 'it is not found and the index cannot be built' end as message
from used u join lies l on l.function_id = u.function_id
left join places p on p.object_id = u.place_id left join places t on t.object_id = u.relation_id
where l.fault is not null or l.unqualified is not null;
