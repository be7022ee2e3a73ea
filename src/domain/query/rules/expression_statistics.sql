-- id: query/expression-statistics    title: expressions of which the planner knows nothing    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 14.2.2, Extended Statistics; CREATE STATISTICS
select m.id as subject, m.path as object,
       printf('%,d rows were expected, %,d came: nothing is known of the expression in %s', m.rows_estimated, m.rows, m.filter) as message,
       e.branch as evidence
from misestimates m
join node_evidence e on e.node_id = m.id
-- An index on the expression brings statistics of it.
where m.kind = 'expression' and m.id not in (select id from discarding_scans);
