-- id: query/cte-scan-in-loop    title: CTEs searched row by row in a loop    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.8.3, Common Table Expression Materialization
select n.id as subject, n.path as object,
       printf('searches the CTE from its beginning %,d times, %,d rows in all: a CTE has no index', n.loops, n.rows_total + coalesce(n.removed_by_filter, 0)) as message,
       case when n.timed then printf('EXPLAIN: %.1f ms in the loop, %.0f %% of the plan', j.inclusive_ms, 100 * j.inclusive_ms / n.plan_ms) end as evidence
from nodes n
join heavy_branches j on j.id = n.parent_id
where n.type = 'CTE Scan' and n.relationship = 'Inner' and j.type = 'Nested Loop' and n.loops > 10
  and n.rows_total + coalesce(n.removed_by_filter, 0) > 100000
  and (not n.timed or j.exclusive_ms + n.exclusive_ms >= 0.2 * n.plan_ms);
