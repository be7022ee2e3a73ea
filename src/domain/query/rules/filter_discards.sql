-- id: query/filter-discards    title: scans that read rows only to throw them away    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 14.1.1, Using EXPLAIN
select n.id as subject, n.path as object,
       printf('reads %,d rows to keep %,d: %s', n.removed_by_filter + n.rows_total, n.rows_total, n.filter) as message,
       'EXPLAIN: Rows Removed by Filter, of all loops: ' || printf('%,d', n.removed_by_filter)
         || case when n.timed then printf(char(10) || 'EXPLAIN: %.1f ms, %.0f %% of the plan', n.exclusive_ms, 100 * n.share) else '' end as evidence
from heavy_nodes n
where n.type in ('Seq Scan', 'Sample Scan', 'Foreign Scan', 'Bitmap Heap Scan')
  and n.removed_by_filter > 1000
  and n.removed_by_filter > 9 * n.rows_total;
