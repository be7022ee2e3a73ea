-- id: postgres/partition-default-filling    title: default partitions that hold rows    since: 0.1
-- effect: locks    severity: warning    default: on    fix: none    prover: partition_insert
-- basis: PostgreSQL manual, ALTER TABLE, ATTACH PARTITION
select t.id as subject, t.name as object, t.file, t.line,
       c.name || ' is the default partition and holds ' || r.rows || case when r.rows = 1 then ' row' else ' rows' end
         || ': a partition for their values cannot be added while they are there, and adding any other reads them all under a lock' as message
from relations c
join tables t on t.id = c.parent_id
join relation_rows r on r.relation_id = c.id
where c.is_partition and c.partition_bound = 'DEFAULT' and r.rows > 0 and t.partition_strategy <> 'hash';
