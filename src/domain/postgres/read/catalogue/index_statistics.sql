select i.indexrelid::bigint << 11 as index_id, i.indrelid::bigint << 11 as relation_id, s.idx_scan as scans,
       /*160000+*/ extract(epoch from now() - s.last_idx_scan) / 86400 /*else*/ null::float8 /*end*/ as last_scan_days,
       s.idx_tup_read as rows_read, s.idx_tup_fetch as rows_fetched, nullif(c.reltuples, -1) as row_estimate,
       c.relpages::bigint * current_setting('block_size')::bigint as bytes
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_stat_all_indexes s on s.indexrelid = i.indexrelid
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
