-- id: query/partition-pruning-missed    title: partitions that are read in vain    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 5.11.4, Partition Pruning
select n.id as subject, n.path as object,
       printf('%,d of %,d partitions gave no row and were read nevertheless, %,d rows: %s does not tell which are needed', u.partitions_in_vain,
              u.partitions, u.rows_in_vain, u.filter) as message,
       case when n.timed then printf('EXPLAIN: %.1f ms in partitions that gave no row, %.0f %% of the plan', u.ms_in_vain, 100 * u.ms_in_vain / n.plan_ms) end as evidence
from heavy_branches n
join unpruned_appends u on u.node_id = n.id
where not n.timed or u.ms_in_vain >= 0.05 * n.plan_ms;
