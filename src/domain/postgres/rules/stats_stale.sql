-- id: postgres/stats-stale    title: statistics that no longer describe the table    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe
-- basis: PostgreSQL manual 25.1.3
select t.id as subject, t.name as object, t.file, t.line,
       s.modified_since_analyze || ' rows changed since the last ANALYZE of about ' || cast(s.row_estimate as integer)
         || ' rows' || coalesce(', ' || cast(s.analyzed_days as integer) || ' days ago', '') as message,
       'analyse it now' as fix_title,
       'ANALYZE ' || t.name || ';' as fix
from tables t
join relation_statistics s on s.relation_id = t.id
where s.row_estimate >= 1000
  and s.modified_since_analyze > 2 * (50 + 0.1 * s.row_estimate);
