select a.archived_count as archived, a.failed_count as failed,
       coalesce(a.last_failed_time > coalesce(a.last_archived_time, '-infinity'), false) as last_failed_after_last_archived,
       extract(epoch from now() - a.last_archived_time) as seconds_since_archived
from pg_stat_archiver a
