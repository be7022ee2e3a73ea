select (select count(*) from pg_stat_activity a where a.pid <> :helper and a.datid is not null and a.usesysid is not null
          and coalesce(a.backend_type, 'client backend') = 'client backend') as client_connections,
       pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') as sees_all_sessions,
       (select extract(epoch from now() - min(a.xact_start)) from pg_stat_activity a
        where a.backend_type = 'client backend' and a.pid not in (pg_backend_pid(), :helper)) as oldest_transaction_seconds,
       pg_is_in_recovery() as is_replica
