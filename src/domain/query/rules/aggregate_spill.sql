-- id: query/aggregate-spill    title: groups that spill to disk    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual    prover: enough_memory
-- basis: PostgreSQL manual 20.4.1, work_mem and hash_mem_multiplier
select n.id as subject, n.path as object,
       printf('%,d groups did not fit into %,d kB: %,d kB went through disk in %,d batches', n.rows_total, n.memory_kb, n.disk_kb, n.hash_batches) as message,
       e.own as evidence,
       'for this statement''s session, memory for all groups' as fix_title,
       -- A group takes its row and some 130 bytes.
       'SET work_mem = ''' || (select min(mb) from memory_steps where mb * 1024 >= 1.2 * n.rows_total * (n.width + 130) / 1024) || 'MB'';' as fix
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type = 'Aggregate' and n.hash_batches > 1 and n.disk_kb > 0;
