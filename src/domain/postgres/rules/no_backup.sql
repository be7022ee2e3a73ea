-- id: postgres/no-backup    title: servers from which no moment can be restored    since: 0.1
-- effect: data_loss    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 26.3
select d.id as subject, 'archive_mode' as object,
       'WAL is not archived and nobody receives it: a database of ' || case when b.bytes >= 10737418240 then cast(b.bytes / 1073741824 as integer) || ' GB' when b.bytes >= 1073741824 then round(b.bytes / 1073741824.0, 1) || ' GB' else cast(b.bytes / 1048576 as integer) || ' MB' end || ' can be restored to the last dump or snapshot at best' as message,
       'archive the WAL (needs a restart and a place for it)' as fix_title,
       'ALTER SYSTEM SET archive_mode = on;' as fix
from databases d join database_statistics b on b.database_id = d.id
join settings a on a.database_id = d.id and a.name = 'archive_mode' and a.value = 'off'
where b.bytes >= 1073741824 and not b.is_replica
  and not exists (select 1 from standbys s where s.database_id = d.id)
  and not exists (select 1 from replication_slots s where s.database_id = d.id and s.type = 'physical')
  -- Managed servers back up below PostgreSQL.
  and not exists (select 1 from settings m where m.database_id = d.id and (m.name like 'rds.%' or m.name like 'cloudsql.%' or m.name like 'azure.%'
                    or m.name like 'neon.%' or m.name like 'alloydb%' or m.name like 'aurora%'));
