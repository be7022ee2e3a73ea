-- id: query/top-n-sort    title: all rows sorted for the first few    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 11.4, Indexes and ORDER BY
select n.id as subject, n.path as object,
       printf('reads and compares %,d rows of %s for the first %,d by %s: an index in that order reads only those', c.rows_total,
              coalesce(c.relation, c.alias), l.rows, n.sort_key) as message,
       e.branch as evidence
from heavy_branches n
join plan_nodes c on c.parent_id = n.id and c.relationship = 'Outer'
join node_evidence e on e.node_id = n.id
join plan_nodes l on l.type = 'Limit' and l.id = (select a.ancestor_id from plan_ancestors a join plan_nodes x on x.id = a.ancestor_id
                                                 where a.node_id = n.id and x.type = 'Limit' order by a.steps limit 1)
where n.type = 'Sort' and n.sort_method = 'top-N heapsort' and n.sort_key not like '%random()%'
  -- One table gives all that is sorted, and is read as a whole.
  and c.type = 'Seq Scan' and c.rows_total > 1000 and c.rows_total > 10 * n.rows_total
  and c.id not in (select id from discarding_scans);
