-- id: query/recursive-scan    title: tables read again at each step of a recursion    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 7.8.2, Recursive Queries
select n.id as subject, n.path as object,
       printf('is read from end to end at each of %,d steps of the recursion: %,d rows in all', n.loops, n.rows_total + coalesce(n.removed_by_filter, 0)) as message,
       e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type = 'Seq Scan' and n.loops > 2 and n.rows_total + coalesce(n.removed_by_filter, 0) > 10000
  and exists (select 1 from plan_ancestors a join plan_nodes u on u.id = a.ancestor_id where a.node_id = n.id and u.type = 'Recursive Union')
  and not (n.relationship = 'Inner' and n.parent_type = 'Nested Loop');
