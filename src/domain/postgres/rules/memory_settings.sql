-- id: postgres/memory-settings    title: memory that the settings do not use    since: 0.1
-- effect: speed    severity: note    default: on    fix: manual
-- basis: PostgreSQL manual 20.4.1, 20.7.2
with a as (
  select d.id, b.bytes as data,
         max(case m.name when 'shared_buffers' then m.bytes end) as shared, max(case m.name when 'effective_cache_size' then m.bytes end) as cache,
         max(case m.name when 'work_mem' then m.bytes end) as work, max(case m.name when 'maintenance_work_mem' then m.bytes end) as maintenance,
         max(case m.name when 'max_connections' then m.number end) as connections
  from databases d join database_statistics b on b.database_id = d.id join amounts m on m.database_id = d.id group by d.id)
select id as subject, 'shared_buffers' as object,
       'shared_buffers is ' || case when shared >= 10737418240 then cast(shared / 1073741824 as integer) || ' GB' when shared >= 1073741824 then round(shared / 1073741824.0, 1) || ' GB' else cast(shared / 1048576 as integer) || ' MB' end || ' for a database of ' || case when data >= 10737418240 then cast(data / 1073741824 as integer) || ' GB' when data >= 1073741824 then round(data / 1073741824.0, 1) || ' GB' else cast(data / 1048576 as integer) || ' MB' end || ': as installed; a quarter of the machine''s memory is the usual beginning' as message
from a where shared <= 134217728 and data >= 4 * 1073741824
union all
select id, 'effective_cache_size',
       'effective_cache_size (' || case when cache >= 10737418240 then cast(cache / 1073741824 as integer) || ' GB' when cache >= 1073741824 then round(cache / 1073741824.0, 1) || ' GB' else cast(cache / 1048576 as integer) || ' MB' end || ') is less than shared_buffers (' || case when shared >= 10737418240 then cast(shared / 1073741824 as integer) || ' GB' when shared >= 1073741824 then round(shared / 1073741824.0, 1) || ' GB' else cast(shared / 1048576 as integer) || ' MB' end || '), which it includes: the planner takes index scans for costlier than they are'
from a where cache < shared
union all
select id, 'work_mem',
       'work_mem of ' || case when work >= 10737418240 then cast(work / 1073741824 as integer) || ' GB' when work >= 1073741824 then round(work / 1073741824.0, 1) || ' GB' else cast(work / 1048576 as integer) || ' MB' end || ' for each of ' || cast(connections as integer) || ' connections is ' || case when (work * connections) >= 10737418240 then cast((work * connections) / 1073741824 as integer) || ' GB' when (work * connections) >= 1073741824 then round((work * connections) / 1073741824.0, 1) || ' GB' else cast((work * connections) / 1048576 as integer) || ' MB' end
         || ', more than twice the memory that effective_cache_size speaks of (' || case when cache >= 10737418240 then cast(cache / 1073741824 as integer) || ' GB' when cache >= 1073741824 then round(cache / 1073741824.0, 1) || ' GB' else cast(cache / 1048576 as integer) || ' MB' end || '): each sort and hash of each session may take it'
from a where work * connections > 2 * cache and work > 4194304
union all
select id, 'maintenance_work_mem',
       'maintenance_work_mem is ' || case when maintenance >= 10737418240 then cast(maintenance / 1073741824 as integer) || ' GB' when maintenance >= 1073741824 then round(maintenance / 1073741824.0, 1) || ' GB' else cast(maintenance / 1048576 as integer) || ' MB' end || ' for a database of ' || case when data >= 10737418240 then cast(data / 1073741824 as integer) || ' GB' when data >= 1073741824 then round(data / 1073741824.0, 1) || ' GB' else cast(data / 1048576 as integer) || ' MB' end || ': VACUUM reads all indexes once for each ' || cast(maintenance / 6291456 as integer) || ' million dead rows, and builds of indexes sort on disk'
from a where maintenance <= 67108864 and data >= 100.0 * 1073741824;
