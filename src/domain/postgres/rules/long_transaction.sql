-- id: postgres/long-transaction    title: transactions that stay open for long    since: 0.1
-- effect: locks    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 27.2.3, pg_stat_activity
select s.database_id as subject, 'session of ' || coalesce(s.role, '?') || ' (' || coalesce(nullif(s.application, ''), 'no application name') || ')' as object,
       'pid ' || s.pid || ' is at work in one transaction since ' || case when s.transaction_seconds >= 7200 then cast(s.transaction_seconds / 3600 as integer) || ' hours' when s.transaction_seconds >= 120 then cast(s.transaction_seconds / 60 as integer) || ' minutes' else cast(s.transaction_seconds as integer) || ' seconds' end || ', statement by statement; now: ' || coalesce(s.query, 'hidden') as message,
       'end the session' as fix_title, 'SELECT pg_terminate_backend(' || s.pid || ');' as fix, s.database_id || ':long_transaction:' || coalesce(s.role, '') || ':' || coalesce(s.application, '') as cause
from sessions s
where s.backend_type = 'client backend' and s.state = 'active' and s.transaction_seconds > 300 and s.query_seconds <= 300
  and coalesce(s.application, '') not in ('pg_dump', 'pg_basebackup', 'pg_restore')
  and not matches(coalesce(s.query, ''), '^(vacuum|analyze|create (unique )?index|reindex|cluster|refresh|copy|start_replication)')
order by s.transaction_seconds desc;
