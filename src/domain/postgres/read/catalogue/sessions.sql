select a.pid, a.usename as role, a.application_name as application, a.state, a.backend_type,
       extract(epoch from now() - a.xact_start) as transaction_seconds,
       extract(epoch from now() - a.query_start) as query_seconds,
       extract(epoch from now() - a.state_change) as state_seconds,
       extract(epoch from now() - a.backend_start) as session_seconds, age(a.backend_xmin) as xmin_age,
       coalesce(a.wait_event_type = 'Lock', false) as waits_for_lock,
       case when a.wait_event_type = 'Lock' then array_to_string(pg_blocking_pids(a.pid), ' ') end as blocked_by,
       left(regexp_replace(regexp_replace(a.query, '''[^'']*''', '?', 'g'), '\s+', ' ', 'g'), 200) as query
from pg_stat_activity a
where a.datid = (select oid from pg_database where datname = current_database()) and a.pid not in (pg_backend_pid(), :helper)
