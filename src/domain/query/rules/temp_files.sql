-- id: query/temp-files    title: rows set aside in temporary files    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 20.4.1, work_mem; 20.4.2, temp_file_limit
select n.id as subject, n.path as object,
       printf('sets rows aside in temporary files: %,d kB written, %,d kB read', 8 * n.exclusive_temp_written, 8 * coalesce(n.exclusive_temp_read, 0)) as message,
       e.own as evidence,
       'for this statement''s session, memory for the rows' as fix_title,
       'SET work_mem = ''' || (select min(mb) from memory_steps where mb * 1024 >= 3 * 8 * n.exclusive_temp_written) || 'MB'';' as fix
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type in ('CTE Scan', 'Function Scan', 'Table Function Scan', 'WindowAgg', 'SetOp', 'Recursive Union', 'Named Tuplestore Scan')
  and n.exclusive_temp_written >= 1000;
