-- id: postgres/checkpoints-forced    title: checkpoints that are forced by the amount of WAL    since: 0.1
-- effect: speed    severity: note    default: on    fix: safe
-- optional: live server    basis: PostgreSQL manual 30.5
select d.database_id as subject, 'max_wal_size' as object,
       d.checkpoints_requested || ' checkpoints were asked for and ' || d.checkpoints_timed || ' came by time'
         || coalesce(': max_wal_size (' || case when m.bytes >= 10737418240 then cast(m.bytes / 1073741824 as integer) || ' GB' when m.bytes >= 1073741824 then round(m.bytes / 1073741824.0, 1) || ' GB' else cast(m.bytes / 1048576 as integer) || ' MB' end || ') is reached before checkpoint_timeout', '')
         || '; after each, every page is written to the WAL in full once more' as message,
       'give the WAL more room between checkpoints' as fix_title,
       'ALTER SYSTEM SET max_wal_size = ' || quote_literal(coalesce(cast(2 * m.bytes / 1048576 as integer), 2048) || 'MB') || ';' || char(10) || 'SELECT pg_reload_conf();' as fix
from database_statistics d left join amounts m on m.database_id = d.database_id and m.name = 'max_wal_size'
where d.checkpoints_requested > d.checkpoints_timed and d.checkpoints_requested >= 50 and not d.is_replica;
