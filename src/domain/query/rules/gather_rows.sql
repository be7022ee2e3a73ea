-- id: query/gather-rows    title: workers that hand over most of what they read    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 20.7.2, parallel_tuple_cost
select n.id as subject, n.path as object,
       printf('%,d rows pass from the workers to the leader one by one', n.rows_total) as message, e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type in ('Gather', 'Gather Merge') and n.workers_launched > 0 and n.rows_total >= 100000 and n.exclusive_ms >= 0.3 * n.plan_ms;
