-- id: query/trigger-time    title: triggers that take much of a statement's time    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual, EXPLAIN: ANALYZE; 39.1, Overview of Trigger Behavior
select p.id as subject, coalesce(t.relation || '.', '') || t.name as object,
       printf('%,d calls took %.1f ms, %.0f %% of the statement', t.calls, t.time_ms, 100 * t.time_ms / p.total_ms) as message
from plan_triggers t
join plans p on p.id = t.plan_id
where t.time_ms >= 10 and t.time_ms >= 0.1 * p.total_ms
  -- Checking a foreign key is the price of it; where it is too high another rule says why.
  and t.constraint_name is null;
