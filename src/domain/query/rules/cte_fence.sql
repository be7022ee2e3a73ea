-- id: query/cte-fence    title: CTEs computed in full for a few of their rows    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.8.3, Common Table Expression Materialization
with readers as (
    select r.plan_id, r.cte_name, count(*) as readers, min(r.filter is not null) as all_filter, sum(r.removed_by_filter) as removed,
           sum(r.rows_total) as kept, group_concat(r.filter, ' and ') as filters
    from plan_nodes r where r.type = 'CTE Scan' and r.loops = 1 group by r.plan_id, r.cte_name)
select n.id as subject, 'CTE ' || r.cte_name as object,
       printf('is computed in full, %,d rows, and read for %,d of them: %s is applied afterwards', n.rows_total, r.kept, r.filters) as message,
       e.branch as evidence
from heavy_branches n
join readers r on r.plan_id = n.plan_id and n.subplan = 'CTE ' || r.cte_name
join node_evidence e on e.node_id = n.id
where n.type <> 'Recursive Union' and n.inclusive_ms >= 0.3 * n.plan_ms
  and r.all_filter and r.removed > 1000 and r.removed > 9 * r.kept;
