-- id: postgres/wal-settings    title: settings of the write-ahead log    since: 0.1
-- effect: speed    severity: note    default: on    fix: safe
-- basis: PostgreSQL manual 20.5, 20.6
select s.database_id as subject, s.name as object,
       'checkpoint_completion_target is ' || s.value || ': a checkpoint writes in ' || cast(100 * s.value as integer) || ' % of the time it has, harder than it must' as message,
       'spread the writes' as fix_title,
       'ALTER SYSTEM SET checkpoint_completion_target = 0.9;' || char(10) || 'SELECT pg_reload_conf();' as fix
from settings s where s.name = 'checkpoint_completion_target' and s.value + 0 < 0.89
union all
select a.database_id, a.name, 'checkpoint_timeout is ' || cast(a.seconds as integer) || ' seconds: every page is written to the WAL in full again after each checkpoint',
       'make checkpoints rarer', 'ALTER SYSTEM SET checkpoint_timeout = ''15min'';' || char(10) || 'SELECT pg_reload_conf();'
from amounts a where a.name = 'checkpoint_timeout' and a.seconds < 300
union all
select a.database_id, a.name, 'nothing limits the WAL that ' || s.n || case when s.n = 1 then ' replication slot keeps' else ' replication slots keep' end || ': a reader that stays away fills the disk, and the server stops',
       'sacrifice the slot, not the server', 'ALTER SYSTEM SET max_slot_wal_keep_size = ''50GB''; -- less than the free space' || char(10) || 'SELECT pg_reload_conf();'
from amounts a join (select database_id, count(*) as n from replication_slots group by database_id) s on s.database_id = a.database_id
where a.name = 'max_slot_wal_keep_size' and a.number < 0;
