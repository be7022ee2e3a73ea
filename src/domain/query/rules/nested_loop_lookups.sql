-- id: query/nested-loop-lookups    title: small tables looked up again and again    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 20.7.1, Planner Method Configuration; 20.7.2, random_page_cost
select n.id as subject, n.path as object,
       printf('looks up a row %,d times and touches %,d blocks: the table is small, a hash join reads it once', n.loops, n.exclusive_hit + n.exclusive_read) as message,
       e.own as evidence
from heavy_nodes n
join nodes j on j.id = n.parent_id
join plan_nodes o on o.parent_id = j.id and o.relationship = 'Outer'
join node_evidence e on e.node_id = n.id
where j.type = 'Nested Loop' and n.relationship = 'Inner' and n.type in ('Index Scan', 'Index Only Scan')
  and n.loops >= 50000 and n.rows <= 1 and n.share >= 0.3
  -- Root, leaf and table: an index of two levels holds some 130,000 keys at most.
  and n.exclusive_hit + n.exclusive_read > 1.5 * n.loops and n.exclusive_hit + n.exclusive_read < 3.2 * n.loops
  and o.rows < 10 * max(1, o.rows_estimated) and n.id not in (select node_id from stopped_early);
