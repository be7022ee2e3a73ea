-- id: query/parallel-skew    title: parallel work that one process does    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 15.1, How Parallel Query Works
with processes as (
    select w.node_id, w.rows * w.loops as rows from plan_workers w
    union all
    -- The leader did what the workers did not.
    select n.id, max(0, n.rows_total - sum(w.rows * w.loops)) from plan_nodes n join plan_workers w on w.node_id = n.id group by n.id),
busiest as (
    select node_id, max(rows) as most, sum(rows) as total, count(*) as processes from processes group by node_id)
select n.id as subject, n.path as object,
       printf('one of %d processes handled %,d of %,d rows while the others waited', b.processes, b.most, b.total) as message,
       e.own as evidence
from heavy_nodes n
join busiest b on b.node_id = n.id
join node_evidence e on e.node_id = n.id
where n.parallel_aware and n.plan_ms >= 200 and b.total >= 100000 and b.processes > 1
  and b.most >= 3 * (b.total - b.most) / (b.processes - 1)
  -- Told once, where it begins.
  and not exists (select 1 from plan_ancestors a join busiest c on c.node_id = a.node_id join plan_nodes d on d.id = a.node_id and d.parallel_aware
                  where a.ancestor_id = n.id and c.total >= 100000 and c.most >= 3 * (c.total - c.most) / (c.processes - 1));
