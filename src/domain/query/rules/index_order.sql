-- id: query/index-order    title: indexes read from end to end for a column that does not lead    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: scan_index
-- basis: PostgreSQL manual 11.3, Multicolumn Indexes
select n.id as subject, n.path as object,
       printf('reads %,d blocks to find %,d rows by %s: another column leads the index', n.blocks,
              n.rows_total + coalesce(n.removed_by_filter, 0), n.index_condition) as message,
       case when n.loops > 1 then printf('EXPLAIN: %,d blocks in each of %,d loops' || char(10), n.blocks / n.loops, n.loops) else '' end || coalesce(e.own, '') as evidence
from index_walks n
join node_evidence e on e.node_id = n.id;
