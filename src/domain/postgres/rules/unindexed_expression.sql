-- id: postgres/unindexed-expression    title: functions of indexed columns    since: 0.1
-- effect: speed    severity: note    default: on    fix: safe    prover: workload_index    optional: statistics
-- basis: PostgreSQL manual 11.7
with bare as (select k.index_id, k.relation_id, k.number, k.index_name as name,
                     replace(replace(replace(replace(replace(k.expression, '(', ''), ')', ''), ' ', ''), '::text', ''), '::charactervarying', '') as expression
              from search_keys k where k.method = 'btree'),
asked as (
  select c.use_id, c.query_id, c.relation_id, c.attribute_id, c.number, c.name, substr(c.condition, 2, length(c.condition) - 2) as expression,
         replace(replace(c.condition, '(', ''), ')', '') as bare, q.said, q.file, q.line, q.evidence, q.mean_ms,
         row_number() over (partition by c.attribute_id, c.condition order by q.share desc, q.id) as place
  from narrowing_columns c join workload q on q.id = c.query_id
  -- The types whose case or blanks matter, and functions that an index may hold.
  where not q.has_or and c.role = 'expression' and c.type_name in ('text', 'varchar', 'bpchar') and matches(c.condition, '^\((lower|upper|btrim|ltrim|rtrim|md5)\('))
select a.use_id as subject, t.name || '(' || a.expression || ')' as object, a.file, a.line, a.evidence as evidence,
       a.said || ' compares ' || a.expression || case when x.name is null then ', and no index holds it: all of ' || t.name || ' is read'
         else ', and ' || x.name || ' holds ' || a.name || ' itself, which says nothing of it: all of ' || t.name || ' is read' end as message,
       case when x.name is not null and g.relation_id is not null then 'warning' end as severity,
       'index the expression' as fix_title,
       create_index(a.relation_id, a.expression) as fix
from asked a
left join growing_tables g on g.relation_id = a.relation_id
left join relation_statistics s on s.relation_id = a.relation_id
join tables t on t.id = a.relation_id
left join bare x on x.relation_id = a.relation_id and x.number = a.number
where a.place = 1 and coalesce(a.mean_ms, 5) >= 5
  -- Somebody thought an index on the column worth having, and nobody counted few rows.
  and (g.relation_id is not null or x.name is not null and s.row_estimate is null)
  and not exists (select 1 from bare b where b.relation_id = a.relation_id and b.expression = a.bare)
  -- Another condition finds the rows.
  and not exists (select 1 from narrowing_columns c join bare b on b.relation_id = c.relation_id and b.number = c.number
                  where c.use_id = a.use_id and c.role in ('equality', 'join'))
group by a.attribute_id, a.bare;
