-- id: query/planning-time    title: statements that take longer to plan than to run    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, PREPARE; 20.7.4, join_collapse_limit
select p.id as subject, p.path as object,
       printf('planning took %.1f ms, running %.1f ms', p.planning_ms, p.execution_ms) as message
from named_plans p
where p.planning_ms >= 10 and p.planning_ms > p.execution_ms
  and p.id not in (select plan_id from partition_counts where partitions >= 50);
