-- id: query/stale-statistics    title: tables whose size the planner does not know    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe
-- basis: PostgreSQL manual 25.1.3, Updating Planner Statistics
select n.id as subject, n.path as object,
       printf('holds %,d rows and was planned for %,d: its statistics are out of date', n.rows_total, n.rows_estimated) as message,
       e.branch as evidence,
       'take the statistics now' as fix_title,
       'ANALYZE ' || t.table_name || ';' as fix
from nodes n
join heavy_branches b on b.id = n.parent_id
join node_evidence e on e.node_id = n.id
join node_tables t on t.node_id = n.id
-- A scan without a filter returns the whole table, whatever the values are.
where n.type = 'Seq Scan' and n.filter is null and n.loops = 1 and max(n.rows, n.rows_estimated) >= 1000
  and (n.estimate_factor >= 3 or n.estimate_factor <= 0.33)
  and n.id not in (select node_id from stopped_early) and n.id not in (select node_id from inner_sides)
  and exists (select 1 from plan_ancestors a join plan_nodes j on j.id = a.ancestor_id
              where a.node_id = n.id and (j.type = 'Nested Loop' or j.type like '%Join'));
