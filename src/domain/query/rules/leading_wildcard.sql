-- id: query/leading-wildcard    title: searches inside texts that read the whole table    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual F.35.4, pg_trgm: Index Support
select n.id as subject, n.path as object, n.waste || ': only a trigram index answers ' || n.filter as message, e.own as evidence
from discarding_scans n
join node_evidence e on e.node_id = n.id
where n.kind = 'wildcard';
