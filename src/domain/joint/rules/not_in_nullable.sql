-- id: joint/not-in-nullable    title: NOT IN over columns that may be empty    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 9.24.2
select q.id as subject, t.name || '(' || a.name || ')' as object, q.file, q.line, q.evidence as evidence,
       q.said || ' finds no row at all as soon as one ' || t.name || '(' || a.name || ') is null, and the column may be' as message
from query_columns c
join attributes a on a.id = c.attribute_id and not a.not_null
join tables t on t.id = c.relation_id
join workload q on q.id = c.query_id
where c.role = 'excluding'
  -- A condition on the column lets no NULL through.
  and not exists (select 1 from query_columns o where o.use_id = c.use_id and o.attribute_id = c.attribute_id
                    and (o.role in ('equality', 'range', 'join', 'prefix', 'pattern') or o.role = 'fixed' and o.condition like '% IS NOT NULL'))
group by t.id, a.id, q.fingerprint;
