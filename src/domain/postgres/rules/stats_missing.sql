-- id: postgres/stats-missing    title: tables with rows and without statistics    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe
-- basis: PostgreSQL manual 25.1.3
with counted as (
  select s.*, d.statistics_days,
         exists (select 1 from column_statistics c where c.relation_id = s.relation_id) as has_columns
  from relation_statistics s join database_statistics d on d.database_id = s.database_id)
select t.id as subject, t.name as object, t.file, t.line,
       case when t.kind = 'partitioned'
            then 'no statistics of the whole although its partitions hold about ' || p.rows || ' rows: autovacuum never analyses a partitioned table itself, only its partitions'
            else 'holds about ' || max(c.live_rows, cast(coalesce(c.row_estimate, 0) as integer))
                 || ' rows and was never analysed: the planner guesses how many rows a condition leaves' end as message,
       'analyse it' as fix_title,
       'ANALYZE ' || t.name || ';' as fix
from tables t
join counted c on c.relation_id = t.id
left join (select r.parent_id,
                  cast(sum(max(coalesce(k.live_rows, 0), coalesce(k.row_estimate, 0))) as integer) as rows
           from relations r join relation_statistics k on k.relation_id = r.id
           where r.is_partition group by r.parent_id) p on p.parent_id = t.id
where not c.has_columns
  and ((t.kind = 'partitioned' and p.rows >= 10000 and c.analyzed_days is null)
       -- Statistics that the role may not see are no missing ones: then the days of the last ANALYZE are known.
       or (t.kind = 'table' and max(coalesce(c.live_rows, 0), coalesce(c.row_estimate, 0)) >= 1000 and c.analyzed_days is null
           and c.row_estimate is null));
