-- id: query/foreign-key-trigger    title: foreign keys checked by reading the other table    since: 0.1
-- effect: locks    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 5.4.5, Foreign Keys
select p.id as subject, coalesce(t.relation || '.', '') || t.constraint_name as object,
       printf('checking it took %.1f ms for each of %,d rows: most likely the referencing column has no index', t.time_ms / t.calls, t.calls) as message,
       printf('EXPLAIN: %.1f ms, %.0f %% of the statement', t.time_ms, 100 * t.time_ms / p.total_ms) as evidence
from plan_triggers t
join plans p on p.id = t.plan_id
where t.constraint_name is not null and t.time_ms >= 10 and t.time_ms >= 0.1 * p.total_ms and t.time_ms / t.calls >= 1;
