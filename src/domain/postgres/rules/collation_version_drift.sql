-- id: postgres/collation-version-drift    title: text that is sorted by another version than its indexes    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual
-- basis: PostgreSQL manual, ALTER COLLATION, notes; ALTER DATABASE
with drifted as (
  select d.id, d.id as database_id, 0 as collation_oid, d.name as object, f.collation_version as version, f.collation_actual_version as actual,
         'ALTER DATABASE ' || quote_ident(d.name) || ' REFRESH COLLATION VERSION;' as refresh
  from databases d join database_facts f on f.database_id = d.id
  where f.collation_version <> f.collation_actual_version
  union all
  select c.id, c.database_id, (c.id & ((1 << 43) - 1)) >> 11, c.name, c.version, c.actual_version, 'ALTER COLLATION ' || c.name || ' REFRESH VERSION;'
  from collations c where c.version <> c.actual_version),
-- Indexes of texts: those of a column without a collation of its own are the database's.
sorted as (
  select k.database_id, case when k.collation_id = 100 then 0 else k.collation_id end as collation_oid, count(distinct k.index_id) as indexes
  from index_keys k where k.is_key and k.collation_id >= 100 and k.collation_id not in (950, 951) group by 1, 2)
select d.id as subject, d.object, 'built with version ' || d.version || ' of its collation, and the library is ' || d.actual || ' now: '
         || coalesce(s.indexes || case s.indexes when 1 then ' index of texts' else ' indexes of texts' end || ' may miss rows that are there and let duplicates in',
                     'no index of texts depends on it, what sorts may come out in another order') as message,
       case when s.indexes is null then 'note' end as severity,
       'build the indexes anew, then record the version' as fix_title,
       'REINDEX DATABASE CONCURRENTLY ' || quote_ident(b.name) || '; ' || d.refresh as fix
from drifted d
join databases b on b.id = d.database_id
left join sorted s on s.database_id = d.database_id and s.collation_oid = d.collation_oid;
