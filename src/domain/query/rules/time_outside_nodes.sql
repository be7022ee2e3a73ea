-- id: query/time-outside-nodes    title: time that no step of the plan accounts for    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, EXPLAIN: ANALYZE; 14.1.2, EXPLAIN ANALYZE
with rest as (
    select p.*, p.execution_ms - n.inclusive_ms - p.trigger_ms - coalesce(p.jit_ms, 0) - coalesce(p.serialization_ms, 0) as outside_ms
    from named_plans p join plan_nodes n on n.id = p.root_id)
select r.id as subject, r.path as object,
       printf('%.1f ms of %.1f ms passed before the first step or after the last: connecting, opening tables, dropping what was built', r.outside_ms,
              r.execution_ms) as message
from rest r
where r.outside_ms >= 10 and r.outside_ms >= 0.3 * r.execution_ms and r.id not in (select plan_id from partition_counts where partitions >= 50);
