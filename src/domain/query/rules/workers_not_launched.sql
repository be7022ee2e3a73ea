-- id: query/workers-not-launched    title: parallel plans that got fewer workers    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 15.2, When Can Parallel Query Be Used?; 20.4.6, max_parallel_workers
select n.id as subject, n.path as object,
       printf('planned for %d workers, got %s', n.workers_planned, case when n.workers_launched = 0 then 'none' else printf('%d', n.workers_launched) end) as message,
       e.branch as evidence
from heavy_branches n
join node_evidence e on e.node_id = n.id
where n.type in ('Gather', 'Gather Merge') and n.workers_launched < n.workers_planned * n.loops;
