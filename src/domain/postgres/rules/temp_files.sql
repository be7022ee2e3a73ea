-- id: postgres/temp-files    title: statements that work on the disk for want of memory    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- optional: live server    basis: PostgreSQL manual 20.4.1
select d.database_id as subject, 'work_mem' as object,
       d.temp_files || ' temporary files with ' || case when d.temp_bytes >= 10737418240 then cast(d.temp_bytes / 1073741824 as integer) || ' GB' when d.temp_bytes >= 1073741824 then round(d.temp_bytes / 1073741824.0, 1) || ' GB' else cast(d.temp_bytes / 1048576 as integer) || ' MB' end || ' in ' || max(1, cast(d.statistics_days as integer)) || ' days, '
         || case when (d.temp_bytes / d.temp_files) >= 10737418240 then cast((d.temp_bytes / d.temp_files) / 1073741824 as integer) || ' GB' when (d.temp_bytes / d.temp_files) >= 1073741824 then round((d.temp_bytes / d.temp_files) / 1073741824.0, 1) || ' GB' else cast((d.temp_bytes / d.temp_files) / 1048576 as integer) || ' MB' end || ' each on average' || coalesce(': sorts and hashes do not fit into work_mem (' || case when w.bytes >= 10737418240 then cast(w.bytes / 1073741824 as integer) || ' GB' when w.bytes >= 1073741824 then round(w.bytes / 1073741824.0, 1) || ' GB' else cast(w.bytes / 1048576 as integer) || ' MB' end || ')', '') as message
from database_statistics d left join amounts w on w.database_id = d.database_id and w.name = 'work_mem'
where d.statistics_days >= 1 and d.temp_files >= 10 and d.temp_bytes / (d.statistics_days * 24) >= 1073741824;
