-- id: query/correlated-subplan    title: subqueries that run once for each row    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 4.2.11, Scalar Subqueries; 7.2.1.5, LATERAL Subqueries
select n.id as subject, coalesce(n.subplan || ': ', '') || n.path as object,
       printf('runs %,d times, once for each row of %s: %.2f ms each', n.loops, n.parent_title, n.loop_ms) as message,
       e.branch as evidence
from heavy_branches n
join node_evidence e on e.node_id = n.id
where n.relationship = 'SubPlan' and n.type <> 'Materialize' and n.loops > 100 and n.inclusive_ms >= 0.2 * n.plan_ms and n.inclusive_ms >= 10
  -- A short lookup each time is as good as a join.
  and n.loop_ms >= 0.1
  -- An index that does not fit explains it better.
  and not exists (select 1 from index_walks w left join plan_ancestors a on a.node_id = w.id and a.ancestor_id = n.id
                  where w.id = n.id or a.node_id is not null);
