-- id: query/lossy-bitmap    title: bitmaps too large for their memory    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 20.4.1, work_mem; 14.1.2, EXPLAIN ANALYZE
select n.id as subject, n.path as object,
       printf('knows only the block of %,d of %,d: every row in them is tested again', n.lossy_blocks, n.lossy_blocks + n.exact_blocks) as message,
       e.own as evidence,
       'for this statement''s session, memory for the whole bitmap' as fix_title,
       printf('SET work_mem = ''%dMB'';', (select min(mb) from memory_steps where mb * 1024 >= 2 * 0.0625 * (n.lossy_blocks + n.exact_blocks))) as fix
from heavy_nodes n
join node_evidence e on e.node_id = n.id
-- A BRIN index knows no rows, only blocks, whatever the memory.
where n.type = 'Bitmap Heap Scan' and n.exact_blocks > 0 and n.lossy_blocks > 100 and n.lossy_blocks > 0.1 * (n.lossy_blocks + n.exact_blocks);
