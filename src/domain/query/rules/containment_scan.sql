-- id: query/containment-scan    title: containment that is tested row by row    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 70.1, GIN; 8.14.4, jsonb Indexing
select n.id as subject, n.path as object, n.waste || ': a GIN index answers ' || n.filter as message, e.own as evidence
from discarding_scans n
join node_evidence e on e.node_id = n.id
where n.kind = 'containment';
