-- id: query/function-on-column    title: functions of columns that no index answers    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 11.7, Indexes on Expressions
select n.id as subject, n.path as object, n.waste || ', because the filter compares a function of a column: ' || n.filter as message,
       e.own as evidence
from discarding_scans n
join node_evidence e on e.node_id = n.id
where n.kind = 'function';
