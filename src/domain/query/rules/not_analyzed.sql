-- id: query/not-analyzed    title: plans that did not run    since: 0.1
-- effect: clarity    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 14.1.2, EXPLAIN ANALYZE
select p.id as subject, p.path as object,
       'shows what the planner expects, not what happened: EXPLAIN (ANALYZE, BUFFERS) tells' as message
from named_plans p
where not p.analyzed and p.complete and coalesce(p.total_cost, 1000) >= 1000;
