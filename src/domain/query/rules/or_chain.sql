-- id: query/or-chain    title: hundreds of alternatives tested row by row    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.7, VALUES Lists; 9.24.3, ANY/SOME
select n.id as subject, n.path as object,
       printf('tests each of %,d rows against up to %,d alternatives of an OR', n.rows_total + n.removed_by_filter, o.alternatives) as message,
       e.own as evidence
from heavy_nodes n
join or_chains o on o.node_id = n.id
join node_evidence e on e.node_id = n.id
where n.type = 'Seq Scan' and n.removed_by_filter > 1000;
