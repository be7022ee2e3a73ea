select count(*) as files, coalesce(sum(w.size), 0)::bigint as bytes,
       (select count(*) from pg_ls_archive_statusdir() s where s.name like '%.ready') as waiting_for_archive
from pg_ls_waldir() w
