-- id: query/index-filter    title: index scans that throw away most of what they find    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 11.3, Multicolumn Indexes
select n.id as subject, n.path as object,
       printf('finds %,d rows by %s and keeps %,d: %s is not in the index', n.removed_by_filter + n.rows_total, n.index_condition, n.rows_total, n.filter) as message,
       e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type in ('Index Scan', 'Index Only Scan') and n.index_condition is not null
  and n.removed_by_filter > 1000 and n.removed_by_filter > 9 * n.rows_total
  -- A lookup of one row by its key finds nothing to spare.
  and n.removed_by_filter + n.rows_total > 10 * n.loops
  and n.filter not like '%SubPlan%'
  and not exists (select 1 from index_walks w where w.id = n.id);
