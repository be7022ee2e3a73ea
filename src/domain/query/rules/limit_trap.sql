-- id: query/limit-trap    title: an index read in order until the LIMIT is full    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 11.4, Indexes and ORDER BY; 54.52, pg_stats: correlation
select n.id as subject, n.path as object,
       printf('reads the index in order and throws away %,d rows until %,d match %s: the planner expected them sooner', n.removed_by_filter,
              n.rows_total, n.filter) as message,
       e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type in ('Index Scan', 'Index Only Scan') and n.index_condition is null and n.filter not like '%SubPlan%'
  and n.removed_by_filter > 1000 and n.removed_by_filter > 100 * n.rows_total
  and n.id in (select node_id from stopped_early);
