-- id: query/filter-discards    title: scans that read rows only to throw them away    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 14.1.1, Using EXPLAIN
select n.id as subject, n.path as object, n.waste || ': ' || n.filter as message,
       'EXPLAIN: Rows Removed by Filter, of all loops: ' || printf('%,d', n.removed_by_filter)
         || coalesce(char(10) || e.own, '') as evidence
from discarding_scans n
join node_evidence e on e.node_id = n.id
-- What an index on the plain columns cannot answer is named by the rule for it.
where n.kind is null and n.analyzed and n.id not in (select node_id from or_chains);
