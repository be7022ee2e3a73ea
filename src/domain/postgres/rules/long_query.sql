-- id: postgres/long-query    title: statements that run for long    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 27.2.3, pg_stat_activity
select s.database_id as subject, 'session of ' || coalesce(s.role, '?') || ' (' || coalesce(nullif(s.application, ''), 'no application name') || ')' as object,
       'pid ' || s.pid || ' runs this since ' || case when s.query_seconds >= 7200 then cast(s.query_seconds / 3600 as integer) || ' hours' when s.query_seconds >= 120 then cast(s.query_seconds / 60 as integer) || ' minutes' else cast(s.query_seconds as integer) || ' seconds' end || ': ' || coalesce(s.query, 'hidden') as message,
       'cancel the statement' as fix_title, 'SELECT pg_cancel_backend(' || s.pid || ');' as fix, s.database_id || ':long_query:' || coalesce(s.role, '') || ':' || coalesce(s.application, '') as cause
from sessions s
where s.backend_type = 'client backend' and s.state = 'active' and s.query_seconds > 300 and not s.waits_for_lock
  and coalesce(s.application, '') not in ('pg_dump', 'pg_basebackup', 'pg_restore')
  and not matches(coalesce(s.query, ''), '^(vacuum|analyze|create (unique )?index|reindex|cluster|refresh|copy|alter|start_replication)')
order by s.transaction_seconds desc;
