-- id: query/no-buffers    title: slow plans without their blocks    since: 0.1
-- effect: clarity    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, EXPLAIN: BUFFERS
select p.id as subject, p.path as object,
       printf('took %.0f ms and does not say how many blocks it read: EXPLAIN (ANALYZE, BUFFERS) tells', p.total_ms) as message
from named_plans p
where p.analyzed and not p.buffered and p.total_ms >= 100
  and exists (select 1 from plan_nodes n where n.plan_id = p.id and n.relation is not null and n.type <> 'Foreign Scan' and n.rows_total > 0);
