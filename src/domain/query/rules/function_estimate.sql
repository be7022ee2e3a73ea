-- id: query/function-estimate    title: functions that return far more rows than they declare    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual, CREATE FUNCTION: ROWS and SUPPORT
select m.id as subject, m.path as object,
       printf('%s returns %,d rows and was planned for %,d: its declaration does not say how many to expect',
              coalesce(m.function_name, m.alias), m.rows, m.rows_estimated) as message,
       e.branch as evidence
from misestimates m
join node_evidence e on e.node_id = m.id
where m.kind = 'function';
