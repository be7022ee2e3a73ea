-- id: query/sort-spill    title: sorts that spill to disk    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual    prover: enough_memory
-- basis: PostgreSQL manual 20.4.1, work_mem
select n.id as subject, n.path as object,
       printf('%,d rows were sorted on disk, %,d kB of it, by %s', n.rows_total, n.sort_space_kb, n.sort_key)
         || case when 2.5 * n.sort_space_kb > 4096 * 1024 then ': more than memory should hold' else '' end as message,
       coalesce('EXPLAIN: Sort Method: ' || n.sort_method, '') || coalesce(char(10) || e.own, '') as evidence,
       'for this statement''s session, memory for the whole sort' as fix_title,
       'SET work_mem = ''' || (select min(mb) from memory_steps where mb * 1024 >= 2.5 * n.sort_space_kb) || 'MB'';' as fix
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type = 'Sort' and n.sort_space_type = 'Disk';
