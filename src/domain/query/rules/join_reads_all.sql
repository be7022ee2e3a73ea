-- id: query/join-reads-all    title: joins that read a whole table for a few rows    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 14.1.1, Using EXPLAIN; 5.4.5, Foreign Keys
with joins as (
    select j.*, s.id as scan_id, s.path as scan_path, coalesce(s.alias, s.relation) as scanned, s.share as scan_share,
           coalesce(s.rows_total, s.rows_estimated) as rows_read, coalesce(j.rows_total, j.rows_estimated) as rows_joined,
           coalesce(h.rows_total, h.rows_estimated) as keys
    from nodes j
    join heavy_nodes s on s.parent_id = j.id and s.relationship = 'Outer' and s.type = 'Seq Scan'
    join plan_nodes h on h.parent_id = j.id and h.type = 'Hash'
    where j.type = 'Hash Join' and coalesce(j.loops, 1) <= j.participants and j.join_type in ('Inner', 'Semi'))
select j.scan_id as subject, j.scan_path as object,
       printf('reads %,d rows for the %s%,d that join %,d others: an index on the column of %s in %s finds them', j.rows_read,
              case when j.analyzed then '' else 'estimated ' end, j.rows_joined, j.keys, j.scanned, j.join_condition) as message,
       e.own as evidence
from joins j
join node_evidence e on e.node_id = j.scan_id
where j.rows_read >= 10000 and j.rows_joined <= 0.01 * j.rows_read and j.keys <= 0.01 * j.rows_read and j.keys <= 1000
  and j.scan_share >= 0.2 and j.scan_id not in (select id from discarding_scans);
