-- id: joint/index-only-written    title: indexes that the workload only writes    since: 0.1
-- effect: cost    severity: note    default: on    fix: unsafe    optional: statistics
-- basis: PostgreSQL manual 73.7, heap-only tuples
with readers as (
  select u.relation_id, count(distinct u.query_id) as n from query_tables u where u.usage <> 'insert' group by u.relation_id),
updates as (
  select k.index_id, a.name, q.said, q.file, q.line, q.evidence, row_number() over (partition by k.index_id order by q.share desc, q.id) as place
  from query_columns c
  join query_tables u on u.id = c.use_id and u.usage = 'update'
  join attributes a on a.id = c.attribute_id
  join indexes i on i.relation_id = c.relation_id
  join index_keys k on k.index_id = i.id and k.number = a.number
  join workload q on q.id = c.query_id
  where c.role = 'set')
select i.id as subject, i.name as object, u.file, u.line, u.evidence as evidence,
       'no query of the workload reads ' || i.table_name || ' by ' || i.columns || ', but ' || u.said || ' sets ' || u.name
         || ': for ' || i.name || ' each such update writes a new entry into every index of the table' as message,
       'drop the index, once nothing else needs it' as fix_title,
       drop_index(i.id) as fix
from updates u
join table_indexes i on i.id = u.index_id
join index_keys first on first.index_id = i.id and first.position = 1
join readers r on r.relation_id = i.relation_id
left join index_statistics s on s.index_id = i.id
where u.place = 1 and not i.is_unique and i.constraint_id is null and i.is_valid and i.table_kind <> 'materialized'
  -- A workload that knows the table: a single query would say little.
  and r.n >= 4 and coalesce(s.scans, 0) = 0
  and not exists (select 1 from query_columns c join attributes a on a.id = c.attribute_id
                  where c.relation_id = i.relation_id and c.role not in ('read', 'set', 'conflict', 'excluding')
                    and (a.number = first.number or first.number = 0 and instr(first.expression, a.name)
                         or i.predicate is not null and instr(i.predicate, a.name)))
  and not exists (select 1 from foreign_key_service f where f.serving_index_id = i.id);
