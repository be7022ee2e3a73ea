-- id: postgres/planner-settings    title: planner settings that steer every statement    since: 0.1
-- effect: speed    severity: note    default: on    fix: safe
-- basis: PostgreSQL manual 20.7    optional: queries
with one as (
  select s.database_id, s.name, s.value from settings s where s.source not in ('session', 'client'))
select database_id as subject, name as object,
       name || ' is off for every statement: made for finding out why a plan is chosen, it forbids it where it is the best too' as message,
       'warning' as severity, 'let the planner choose' as fix_title,
       'ALTER SYSTEM RESET ' || name || ';' || char(10) || 'SELECT pg_reload_conf();' as fix
from one
where name in ('enable_seqscan', 'enable_indexscan', 'enable_indexonlyscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin',
               'enable_nestloop', 'enable_hashagg', 'enable_sort', 'enable_material', 'enable_partition_pruning') and value = 'off'
union all
select r.database_id, r.name,
       'random_page_cost (' || r.value || ') is less than seq_page_cost (' || q.value || '): to read pages in disorder costs never less',
       'warning', 'set it back', 'ALTER SYSTEM RESET random_page_cost;' || char(10) || 'SELECT pg_reload_conf();'
from one r join one q on q.database_id = r.database_id and q.name = 'seq_page_cost'
where r.name = 'random_page_cost' and r.value + 0 < q.value + 0
union all
select r.database_id, r.name,
       'random_page_cost is 4, for spinning disks, while '
         || cast(100.0 * d.blocks_hit / (d.blocks_hit + d.blocks_read) as integer) || ' % of the blocks come from memory: the planner takes sequential scans where an index would be faster',
       'note', 'try 1.1', 'ALTER SYSTEM SET random_page_cost = 1.1;' || char(10) || 'SELECT pg_reload_conf();'
from one r join database_statistics d on d.database_id = r.database_id
where r.name = 'random_page_cost' and r.value + 0 = 4 and d.blocks_hit + d.blocks_read >= 10000000 and d.blocks_hit >= 0.99 * (d.blocks_hit + d.blocks_read)
  and d.bytes >= 1073741824
union all
select s.database_id, s.name,
       printf('compiling took %.0f %% of the time of all statements, most of it in ', 100 * w.jit_ms / w.total_ms) || w.said
         || ': for statements as short as these it costs more than it saves',
       case when w.jit_ms > 0.2 * w.total_ms then 'warning' else 'note' end, 'compile for costlier plans only',
       'ALTER SYSTEM SET jit_above_cost = 1000000;' || char(10) || 'SELECT pg_reload_conf();'
-- The reading session switches it off for itself: the value is the server's all the same.
from settings s
-- The query that compiled longest stands beside the sums.
join (select base_id, max(jit_ms), said, sum(jit_ms) as jit_ms, sum(total_ms) as total_ms from workload group by base_id) w on w.base_id = s.database_id
where s.name = 'jit' and s.value = 'on' and w.total_ms > 60000 and w.jit_ms > 0.1 * w.total_ms;
