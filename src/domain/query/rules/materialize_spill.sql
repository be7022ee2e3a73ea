-- id: query/materialize-spill    title: intermediate rows kept on disk and read again    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 20.4.1, work_mem
select n.id as subject, n.path as object,
       printf('keeps its rows on disk and reads them %,d times: %,d kB written, %,d kB read', n.loops, 8 * n.exclusive_temp_written, 8 * n.exclusive_temp_read) as message,
       e.own as evidence,
       'for this statement''s session, memory for the rows' as fix_title,
       'SET work_mem = ''' || (select min(mb) from memory_steps where mb * 1024 >= 3 * 8 * n.exclusive_temp_written) || 'MB'';' as fix
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type = 'Materialize' and n.exclusive_temp_written > 0 and n.loops > 1 and n.relationship is not 'SubPlan';
