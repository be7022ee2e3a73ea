-- id: postgres/unused-index    title: indexes that no query used    since: 0.1
-- effect: cost    severity: note    default: on    fix: unsafe    prover: write_cost
-- basis: PostgreSQL manual 28.2.18 (pg_stat_all_indexes)
with recursive roots (index_id, root_id) as (
  select id, id from indexes where parent_id is null
  union all
  select i.id, r.root_id from roots r join indexes i on i.parent_id = r.index_id),
-- A partitioned index has no counters of its own: those of its parts count.
used as (
  select r.root_id, sum(coalesce(s.scans, 0)) as scans, sum(coalesce(s.bytes, 0)) as bytes, min(s.last_scan_days) as last_scan_days
  from roots r join index_statistics s on s.index_id = r.index_id group by r.root_id)
select i.id as subject, i.name as object, i.file, i.line,
       'not scanned once in the ' || cast(d.statistics_days as integer) || ' days that the counters cover, and '
         || (u.bytes / 1048576) || ' MB large: (' || i.columns || ') of ' || i.table_name as message,
       'drop it, once the replicas were asked too' as fix_title,
       drop_index(i.id) as fix
from used u
join table_indexes i on i.id = u.root_id
join database_statistics d on d.database_id = i.database_id
where u.scans = 0 and u.last_scan_days is null and d.statistics_days >= 30 and u.bytes >= 1048576
  and i.is_valid and not i.is_unique and not i.is_exclusion and i.constraint_id is null and not i.is_replica_identity
  -- Statistics of an expression serve plans that never scan its index.
  and not i.has_expressions
  and not exists (select 1 from foreign_key_service k where k.serving_index_id = i.id)
  and not exists (select 1 from index_coverage v where v.index_id = i.id);
