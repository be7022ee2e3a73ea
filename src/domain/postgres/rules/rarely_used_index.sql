-- id: postgres/rarely-used-index    title: large indexes that are written a hundred times for each scan    since: 0.1
-- effect: cost    severity: note    default: on    fix: manual    prover: write_cost
-- basis: PostgreSQL manual 28.2.18 (pg_stat_all_indexes)
select i.id as subject, i.name as object, i.file, i.line,
       s.scans || ' scans against ' || (t.inserts + t.updates - coalesce(t.hot_updates, 0)) || ' writes in '
         || cast(d.statistics_days as integer) || ' days, ' || (s.bytes / 1048576) || ' MB: (' || i.columns || ') of '
         || i.table_name as message,
       'see which query scans it, then drop it' as fix_title,
       drop_index(i.id) as fix
from table_indexes i
join index_statistics s on s.index_id = i.id
join relation_statistics t on t.relation_id = i.relation_id
join database_statistics d on d.database_id = i.database_id
where s.scans > 0 and s.scans < 0.01 * (t.inserts + t.updates - coalesce(t.hot_updates, 0)) and s.bytes >= 104857600
  and d.statistics_days >= 30
  and not i.is_unique and not i.is_exclusion and i.constraint_id is null and not i.is_replica_identity
  and not exists (select 1 from foreign_key_service k where k.serving_index_id = i.id)
  and not exists (select 1 from index_coverage v where v.index_id = i.id);
