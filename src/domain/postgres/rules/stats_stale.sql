-- id: postgres/stats-stale    title: statistics that no longer describe the table    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe
-- optional: live server    basis: PostgreSQL manual 25.1.3
with measured as (
  select t.id, t.parent_id, s.modified_since_analyze as modified, s.row_estimate as rows, s.analyzed_days as days,
         cast(a.analyze_base + a.analyze_factor * s.row_estimate as integer) as allowed
  from relations t join relation_statistics s on s.relation_id = t.id join autovacuum_limits a on a.relation_id = t.id
  where t.kind = 'table' and s.row_estimate >= 1000),
-- A parent counts no changes of its own: those of its partitions are its.
whole as (
  select p.id, sum(m.modified) as modified, sum(m.rows) as rows
  from relations p join measured m on m.parent_id = p.id where p.kind = 'partitioned' group by p.id),
parents as (
  select w.id, s.analyzed_days as days, w.modified, w.rows
  from whole w join relation_statistics s on s.relation_id = w.id
  -- The days of the partitions' own are younger than the parent's only when autovacuum went on without it.
  where s.analyzed_days >= 30 and exists (select 1 from measured m where m.parent_id = w.id and m.days < s.analyzed_days - 7))
select t.id as subject, t.name as object, t.file, t.line,
       m.modified || ' rows changed since the last ANALYZE of about ' || cast(m.rows as integer)
         || ' rows' || coalesce(', ' || cast(m.days as integer) || ' days ago', '') || ': autovacuum should come at ' || m.allowed as message,
       'analyse it now' as fix_title,
       'ANALYZE ' || t.name || ';' as fix
from tables t join measured m on m.id = t.id
where m.modified > 2 * m.allowed
union all
select t.id, t.name, t.file, t.line,
       'analysed ' || cast(p.days as integer) || ' days ago while its partitions of about ' || cast(p.rows as integer)
         || ' rows went on: autovacuum analyses the partitions, never the whole',
       'analyse the whole', 'ANALYZE ' || t.name || ';'
from tables t join parents p on p.id = t.id
order by 2;
