-- id: postgres/logging-slow    title: slow statements that nobody records    since: 0.1
-- effect: clarity    severity: note    default: on    fix: safe
-- basis: PostgreSQL manual 20.8.2, F.32
select s.database_id as subject, s.name as object,
       'slow statements are recorded nowhere: log_min_duration_statement is -1, and neither pg_stat_statements nor auto_explain is loaded' as message,
       'log what takes more than a second' as fix_title,
       'ALTER SYSTEM SET log_min_duration_statement = ''1s'';' || char(10) || 'SELECT pg_reload_conf();' as fix
from settings s
join settings l on l.database_id = s.database_id and l.name = 'shared_preload_libraries'
where s.name = 'log_min_duration_statement' and s.value = '-1'
  and l.value not like '%pg_stat_statements%' and l.value not like '%auto_explain%' and l.value not like '%pg_stat_monitor%' and l.value not like '%pg_store_plans%'
  and not exists (select 1 from settings m where m.database_id = s.database_id and m.name = 'log_min_duration_sample' and m.value <> '-1')
  and not exists (select 1 from settings m where m.database_id = s.database_id and m.name = 'log_duration' and m.value = 'on')
  and not exists (select 1 from extensions e where e.database_id = s.database_id and e.name in ('pg_stat_statements', 'pg_stat_monitor'));
