select r.application_name as application, r.state, r.sync_state, extract(epoch from r.replay_lag) as replay_lag_seconds,
       pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end,
                       r.replay_lsn)::bigint as replay_lag_bytes, age(r.backend_xmin) as xmin_age
from pg_stat_replication r
