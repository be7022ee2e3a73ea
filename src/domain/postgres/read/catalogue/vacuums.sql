select v.relid::bigint << 11 as relation_id, v.pid from pg_stat_progress_vacuum v
where v.datname = current_database() and v.relid is not null
