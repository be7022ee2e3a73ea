-- id: query/index-recheck    title: index matches that the table refutes    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 70.4, GIN Tips and Tricks; 14.1.2, EXPLAIN ANALYZE
select n.id as subject, n.path as object,
       printf('the index finds %,d rows, the table refutes %,d of them: %s', n.rows_total + n.removed_by_recheck, n.removed_by_recheck,
              coalesce(n.recheck_condition, n.index_condition)) as message,
       e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.removed_by_recheck > 1000 and n.removed_by_recheck > 9 * n.rows_total
  -- Blocks that are known as a whole for lack of memory are another matter; a BRIN index never knows more.
  and (coalesce(n.lossy_blocks, 0) = 0 or coalesce(n.exact_blocks, 0) = 0);
