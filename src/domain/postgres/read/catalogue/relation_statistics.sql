select c.oid::bigint << 11 as relation_id,
       case when c.reltuples < 0 or (c.relpages = 0 and c.reltuples = 0 and /*140000+*/ false /*else*/ true /*end*/)
            then null else c.reltuples end as row_estimate,
       c.relpages as pages, c.relallvisible as all_visible_pages,
       c.relpages::bigint * current_setting('block_size')::bigint as bytes,
       (c.relpages + coalesce(t.relpages, 0) + coalesce(x.pages, 0))::bigint * current_setting('block_size')::bigint as total_bytes,
       coalesce(t.relpages, 0)::bigint * current_setting('block_size')::bigint as toast_bytes,
       coalesce(x.pages, 0)::bigint * current_setting('block_size')::bigint as index_bytes,
       s.seq_scan as sequential_scans, s.seq_tup_read as sequential_rows, s.idx_scan as index_scans,
       s.n_tup_ins as inserts, s.n_tup_upd as updates, s.n_tup_del as deletes, s.n_tup_hot_upd as hot_updates,
       s.n_live_tup as live_rows, s.n_dead_tup as dead_rows, s.n_mod_since_analyze as modified_since_analyze,
       /*130000+*/ s.n_ins_since_vacuum /*else*/ null::bigint /*end*/ as inserted_since_vacuum,
       extract(epoch from now() - greatest(s.last_analyze, s.last_autoanalyze)) / 86400 as analyzed_days,
       extract(epoch from now() - greatest(s.last_vacuum, s.last_autovacuum)) / 86400 as vacuumed_days,
       case when c.relfrozenxid <> '0' then age(c.relfrozenxid) end as xid_age,
       case when c.relminmxid <> '0' then mxid_age(c.relminmxid) end as multixact_age
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_class t on t.oid = c.reltoastrelid
left join (select i.indrelid, sum(k.relpages) as pages from pg_index i join pg_class k on k.oid = i.indexrelid
           group by i.indrelid) x on x.indrelid = c.oid
left join pg_stat_all_tables s on s.relid = c.oid
where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
