-- id: query/seq-scan-in-loop    title: tables that are read again for each row    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 14.1.1, Using EXPLAIN; 11.1, Introduction to indexes
select n.id as subject, n.path as object,
       printf('is read %,d times, once for each row of the other side: %,d rows in all', n.loops, n.rows_total + coalesce(n.removed_by_filter, 0)) as message,
       e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type = 'Seq Scan' and n.relationship = 'Inner' and n.parent_type = 'Nested Loop'
  and n.loops > 1.5 * n.participants and n.rows_total + coalesce(n.removed_by_filter, 0) > 10000
  and not exists (select 1 from cross_joins x where x.id = n.parent_id);
