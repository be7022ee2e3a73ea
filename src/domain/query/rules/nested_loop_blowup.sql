-- id: query/nested-loop-blowup    title: nested loops that run far more often than planned    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 14.1.1, Using EXPLAIN; 14.2, Statistics Used by the Planner
select n.id as subject, n.path as object,
       printf('was planned for %,d rounds and makes %,d: the estimate of %s is wrong', o.rows_estimated, o.rows_total, o.title) as message,
       case when n.timed then printf('EXPLAIN: %.1f ms in the inner side, %.0f %% of the plan', i.inclusive_ms, 100 * i.inclusive_ms / n.plan_ms) end as evidence
from heavy_branches n
join plan_nodes o on o.parent_id = n.id and o.relationship = 'Outer'
join plan_nodes i on i.parent_id = n.id and i.relationship = 'Inner'
where n.type = 'Nested Loop' and n.loops <= n.participants and i.loops > 1000 and o.rows > 10 * max(1, o.rows_estimated)
  and (not n.timed or i.inclusive_ms >= 0.3 * n.plan_ms)
  -- Where the error starts is told, with its cure, by another rule.
  and not exists (select 1 from misestimates m where m.kind <> 'other'
                  and (m.id = o.id or exists (select 1 from plan_ancestors a where a.node_id = m.id and a.ancestor_id = o.id)))
  and n.id not in (select node_id from stopped_early);
