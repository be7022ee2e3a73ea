-- id: query/like-prefix    title: LIKE with a fixed beginning that no index answers    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 11.10, Operator Classes and Operator Families
select n.id as subject, n.path as object, n.waste || ': an index with text_pattern_ops answers ' || n.filter as message, e.own as evidence
from discarding_scans n
join node_evidence e on e.node_id = n.id
where n.kind = 'prefix';
