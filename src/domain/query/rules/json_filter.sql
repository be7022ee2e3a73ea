-- id: query/json-filter    title: values taken out of JSON row by row    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 8.14.4, jsonb Indexing
select n.id as subject, n.path as object, n.waste || ', taking a value out of each row''s JSON: ' || n.filter as message, e.own as evidence
from discarding_scans n
join node_evidence e on e.node_id = n.id
where n.kind = 'json';
