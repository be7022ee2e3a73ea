select nullif(p.index_relid, 0)::bigint << 11 as index_id, p.pid from pg_stat_progress_create_index p
where p.datname = current_database()
