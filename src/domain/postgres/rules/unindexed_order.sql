-- id: postgres/unindexed-order    title: first rows of an order that no index keeps    since: 0.1
-- effect: speed    severity: note    default: on    fix: safe    prover: workload_index    optional: statistics
-- basis: PostgreSQL manual 11.4
with sorted as (
  select o.use_id, o.query_id, o.relation_id, count(*) as n,
         max(o.position = 1 and o.is_descending) as backwards,
         group_concat(a.name || case when o.is_descending then ' DESC' else '' end, ', ') as columns,
         group_concat(a.name, ', ') as plain, count(distinct o.is_descending) as directions,
         max(case when o.position = 1 then a.number end) as first
  from (select * from query_columns where role = 'order' order by use_id, position) o join attributes a on a.id = o.attribute_id
  group by o.use_id),
asked as (
  select s.*, case when s.directions = 1 then s.plain else s.columns end as keys, q.said, q.file, q.line, q.evidence, q.mean_ms,
         row_number() over (partition by s.relation_id, s.columns order by q.share desc, q.id) as place
  from sorted s join workload q on q.id = s.query_id
  where q.is_limited and q.kind = 'select'
    -- Of one table, and of all its rows.
    and (select count(*) from query_tables u where u.query_id = s.query_id) = 1
    and not exists (select 1 from query_columns c where c.use_id = s.use_id and c.role in ('equality', 'range', 'prefix', 'pattern', 'containment', 'expression', 'group')
                      and not exists (select 1 from query_columns f where f.use_id = c.use_id and f.attribute_id = c.attribute_id and f.role = 'fixed' and f.condition like '% IS NULL')))
select a.use_id as subject, t.name || '(' || a.columns || ')' as object, a.file, a.line, a.evidence as evidence,
       a.said || ' sorts all of ' || t.name || ' for its first rows: no index begins with ' || substr(a.plain, 1, instr(a.plain || ',', ',') - 1) as message,
       case when g.row_estimate >= 100000 then 'warning' end as severity,
       'keep the order in an index' as fix_title,
       create_index(a.relation_id, a.keys) as fix
from asked a
join growing_tables g on g.relation_id = a.relation_id
join tables t on t.id = a.relation_id
where a.place = 1 and coalesce(a.mean_ms, 5) >= 5
  and not exists (select 1 from search_keys k where k.relation_id = a.relation_id and k.method = 'btree' and k.number = a.first);
