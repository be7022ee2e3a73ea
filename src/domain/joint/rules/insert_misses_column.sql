-- id: joint/insert-misses-column    title: inserts that leave a required column out    since: 0.1
-- effect: correctness    severity: error    default: on    fix: none    prover: statement_runs
-- basis: SQLSTATE 23502
select q.id as subject, t.name || '(' || group_concat(a.name, ', ') || ')' as object, q.file, q.line, q.evidence as evidence,
       q.said || ' gives no value for ' || group_concat(a.name, ', ') || ', which may not be null and ' || case when count(*) = 1 then 'has' else 'have' end
         || ' no default: it fails' as message
from query_tables u
join workload q on q.id = u.query_id
join tables t on t.id = u.relation_id
join attributes a on a.relation_id = t.id
where u.usage = 'insert' and not u.reads_all
  and a.not_null and a.default_expression is null and a.identity is null and a.generated is null and a.domain is null
  and not exists (select 1 from query_columns c where c.use_id = u.id and c.role = 'set' and c.attribute_id = a.id)
  and exists (select 1 from query_columns c where c.use_id = u.id and c.role = 'set')
  -- A trigger or rule may fill it.
  and not t.has_rules
  and not exists (select 1 from triggers g where g.relation_id = t.id and g.timing <> 'after' and g.level = 'row' and g.events like '%insert%' and g.enabled <> 'disabled')
group by t.id, q.fingerprint;
