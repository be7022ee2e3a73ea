select s.slot_name as name, s.slot_type as type, s.active as is_active,
       greatest(age(s.xmin), age(s.catalog_xmin)) as xmin_age,
       pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end,
                       s.restart_lsn)::bigint as retained_bytes,
       /*130000+*/ s.wal_status /*else*/ null::text /*end*/ as wal_status,
       /*170000+*/ s.invalidation_reason /*else*/ null::text /*end*/ as invalidation_reason
from pg_replication_slots s
