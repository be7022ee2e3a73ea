-- id: query/parallel-overhead    title: workers that take longer to start than they help    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 20.7.2, parallel_setup_cost and min_parallel_table_scan_size
select n.id as subject, n.path as object,
       printf('%.1f ms of %.1f ms went into starting %d worker%s and fetching %,d row%s', n.exclusive_ms, n.plan_ms, n.workers_launched,
              case when n.workers_launched = 1 then '' else 's' end, n.rows_total, case when n.rows_total = 1 then '' else 's' end) as message
from heavy_nodes n
join plan_nodes c on c.parent_id = n.id and c.relationship = 'Outer'
where n.type in ('Gather', 'Gather Merge') and n.workers_launched > 0 and n.rows_total < 10000
  and n.exclusive_ms >= 0.5 * n.plan_ms and n.exclusive_ms >= 5
  -- The work of all processes together: where one does it while the others wait, it is not the start that costs.
  and c.loop_ms * c.loops < 0.5 * n.plan_ms;
