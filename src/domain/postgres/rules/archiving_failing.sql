-- id: postgres/archiving-failing    title: WAL that cannot be archived    since: 0.1
-- effect: data_loss    severity: error    default: on    fix: none
-- basis: PostgreSQL manual 26.3.1
select a.database_id as subject, 'archiver' as object,
       case when a.last_failed_after_last_archived
            then 'the last attempt to archive WAL failed (' || a.failed || ' failed, ' || a.archived || ' archived'
              || coalesce(', the last one ' || cast(a.seconds_since_archived / 60 as integer) || ' minutes ago', '') || ')'
            else 'archiving does not keep up' end
         || coalesce('; ' || w.waiting_for_archive || ' files wait on the disk', '')
         || ': a restore ends at the last file that was archived' as message,
       case when not a.last_failed_after_last_archived then 'warning' end as severity
from archiver a
join settings s on s.database_id = a.database_id and s.name = 'archive_mode' and s.value in ('on', 'always')
left join wal_files w on w.database_id = a.database_id
where (a.last_failed_after_last_archived and a.failed >= 3 or w.waiting_for_archive >= 15) and not coalesce(a.archived = 0 and a.failed = 0, 0);
