-- id: query/or-across-columns    title: OR over different columns that reads the whole table    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 11.5, Combining Multiple Indexes
select n.id as subject, n.path as object, n.waste || ': an index is of use only when each side of the OR has one: ' || n.filter as message,
       e.own as evidence
from discarding_scans n
join node_evidence e on e.node_id = n.id
where n.kind = 'or';
