-- id: postgres/partition-not-pruned    title: queries that read every partition    since: 0.1
-- effect: speed    severity: note    default: on    fix: none    prover: partitions_read
-- basis: PostgreSQL manual 5.11.4
select u.id as subject, t.name as object, q.file, q.line, q.evidence as evidence,
       q.said || ' says nothing of ' || trim(substr(t.partition_key, instr(t.partition_key, '(')), '()') || ', by which ' || t.name || ' is partitioned: it reads all of its '
         || (select count(*) from relations r where r.parent_id = t.id and r.is_partition) || ' partitions' as message,
       t.id || ':' as cause
from query_tables u
join tables t on t.id = u.relation_id and t.kind = 'partitioned'
join workload q on q.id = u.query_id
where u.usage <> 'insert' and (select count(*) from relations r where r.parent_id = t.id and r.is_partition) >= 3
  -- It looks for some rows, by other columns: what reads all rows means to.
  and exists (select 1 from narrowing_columns c where c.use_id = u.id and c.role <> 'pattern')
  and not exists (select 1 from query_columns c join attributes a on a.id = c.attribute_id
                  where c.use_id = u.id and c.role in ('equality', 'range', 'join', 'prefix', 'fixed', 'expression')
                    and matches(t.partition_key, '[( "]' || a.attname || '[) ",:]'))
order by q.share desc;
