-- id: postgres/timeouts    title: sessions that may wait inside a transaction for ever    since: 0.1
-- effect: locks    severity: note    default: on    fix: manual
-- basis: PostgreSQL manual 20.11.1
select s.database_id as subject, s.name as object,
       'nothing ends a session that stops inside a transaction: its locks stay until the connection breaks' as message,
       'end such sessions, for all or for the role of the application' as fix_title,
       'ALTER SYSTEM SET idle_in_transaction_session_timeout = ''10min'';' || char(10) || 'SELECT pg_reload_conf();' as fix
from settings s
where s.name = 'idle_in_transaction_session_timeout' and s.value = '0'
  and not exists (select 1 from settings t where t.database_id = s.database_id and t.name = 'transaction_timeout' and t.value <> '0')
  and not exists (select 1 from role_settings r where r.database_id = s.database_id and r.name in ('idle_in_transaction_session_timeout', 'transaction_timeout') and r.value <> '0');
