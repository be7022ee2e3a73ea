-- id: query/optional-condition    title: "parameter is null or …" conditions in one plan for all cases    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual, PREPARE: custom and generic plans
select n.id as subject, n.path as object,
       n.waste || ': one plan for all cases of an optional parameter cannot use an index: ' || n.filter as message, e.own as evidence
from discarding_scans n
join node_evidence e on e.node_id = n.id
where n.kind = 'optional';
