-- id: postgres/durability-off    title: settings that give up committed data    since: 0.1
-- effect: data_loss    severity: error    default: on    fix: safe
-- basis: PostgreSQL manual 20.5, 20.17
with judged (name, bad, severity, what) as (
  values ('fsync', 'off', 'error', 'a crash of the machine can leave the whole cluster unreadable, not only without the last commits'),
         ('full_page_writes', 'off', 'error', 'a page that was half written in a crash stays torn'),
         ('zero_damaged_pages', 'on', 'error', 'a page that cannot be read is replaced by an empty one: its rows are gone, with a warning only'),
         ('ignore_checksum_failure', 'on', 'error', 'damaged pages are read as if they were sound, and spread'),
         ('ignore_system_indexes', 'on', 'warning', 'meant for a repair: slow, and it hides damaged indexes'),
         ('synchronous_commit', 'off', 'note', 'commits are confirmed before they are on disk: a crash loses the last ones, up to three times wal_writer_delay'))
select s.database_id as subject, s.name as object, s.name || ' is ' || s.value || ': ' || j.what as message, j.severity,
       'set it back' as fix_title,
       'ALTER SYSTEM RESET ' || s.name || ';' || char(10) || 'SELECT pg_reload_conf();' as fix
from settings s join judged j on j.name = s.name and j.bad = s.value;
