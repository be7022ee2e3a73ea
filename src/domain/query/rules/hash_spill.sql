-- id: query/hash-spill    title: hash joins that spill to disk    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual    prover: enough_memory
-- basis: PostgreSQL manual 20.4.1, work_mem and hash_mem_multiplier
select h.id as subject, j.path as object,
       printf('hashes %,d rows in %,d batches%s and writes both sides to disk in between', h.rows_total, h.hash_batches,
              case when h.original_batches < h.hash_batches then printf(', planned were %,d,', h.original_batches) else '' end) as message,
       printf('EXPLAIN: %,d kB of memory a batch' || char(10), h.memory_kb) || coalesce(e.own, '') as evidence,
       'for this statement''s session, memory for one batch' as fix_title,
       'SET work_mem = ''' || (select min(mb) from memory_steps where mb * 1024 >= h.memory_kb * h.hash_batches) || 'MB'';' as fix
from plan_nodes h
join heavy_nodes j on j.id = h.parent_id
join node_evidence e on e.node_id = j.id
where h.type = 'Hash' and h.hash_batches > 1;
