-- id: query/serialization-time    title: results that take longer to write out than to find    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, EXPLAIN: SERIALIZE
select p.id as subject, p.path as object,
       printf('turning %,d rows into text took %.1f ms of %.1f ms', n.rows_total, p.serialization_ms, p.total_ms) as message
from named_plans p
join plan_nodes n on n.id = p.root_id
where p.serialization_ms >= 10 and p.serialization_ms >= 0.2 * p.total_ms;
