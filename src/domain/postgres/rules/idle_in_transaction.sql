-- id: postgres/idle-in-transaction    title: sessions that wait inside a transaction    since: 0.1
-- effect: locks    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 27.2.3, pg_stat_activity
select s.database_id as subject, 'session of ' || coalesce(s.role, '?') || ' (' || coalesce(nullif(s.application, ''), 'no application name') || ')' as object,
       'pid ' || s.pid || ' does nothing since ' || case when s.state_seconds >= 7200 then cast(s.state_seconds / 3600 as integer) || ' hours' when s.state_seconds >= 120 then cast(s.state_seconds / 60 as integer) || ' minutes' else cast(s.state_seconds as integer) || ' seconds' end || ' inside a transaction of ' || case when s.transaction_seconds >= 7200 then cast(s.transaction_seconds / 3600 as integer) || ' hours' when s.transaction_seconds >= 120 then cast(s.transaction_seconds / 60 as integer) || ' minutes' else cast(s.transaction_seconds as integer) || ' seconds' end || ', and keeps its locks; its last statement: ' || coalesce(s.query, 'hidden') as message,
       'end the session' as fix_title, 'SELECT pg_terminate_backend(' || s.pid || ');' as fix, s.database_id || ':idle_in_transaction:' || coalesce(s.role, '') || ':' || coalesce(s.application, '') as cause
from sessions s
where s.backend_type = 'client backend' and s.state like 'idle in transaction%' and s.state_seconds > 300
order by s.transaction_seconds desc;
