-- id: postgres/unused-table    title: tables that nobody reads or writes    since: 0.1
-- effect: clarity    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 28.2: cumulative statistics
select t.id as subject, t.name as object, t.file, t.line,
       t.name || ' (' || (s.total_bytes / 1048576) || ' MB) was neither read nor written in the ' || cast(d.statistics_days as integer) || ' days that the counters cover'
         as message
from tables t
join relation_statistics s on s.relation_id = t.id
join database_statistics d on d.database_id = t.database_id
where d.statistics_days >= 30 and not d.is_replica
  and s.sequential_scans = 0 and coalesce(s.index_scans, 0) = 0 and s.inserts + s.updates + s.deletes = 0
  and s.total_bytes >= 1048576 and t.kind = 'table';
