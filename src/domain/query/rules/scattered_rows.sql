-- id: query/scattered-rows    title: rows found by an index that lie scattered over the table    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, CLUSTER; 54.52, pg_stats: correlation
select n.id as subject, n.path as object,
       printf('reads %,d blocks for %,d rows: they lie scattered over the table', n.exclusive_hit + n.exclusive_read, n.rows_total) as message,
       printf('EXPLAIN: %,d of the blocks came from outside the cache' || char(10), n.exclusive_read) || coalesce(e.own, '') as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type in ('Bitmap Heap Scan', 'Index Scan') and n.loops <= n.participants and n.rows_total > 1000
  and n.exclusive_hit + n.exclusive_read > 0.5 * (n.rows_total + coalesce(n.removed_by_filter, 0)) and n.exclusive_read > 1000
  and coalesce(n.removed_by_filter, 0) <= n.rows_total
  and not exists (select 1 from index_walks w where w.id = n.id);
