-- id: postgres/god-table    title: tables with too many columns    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual
-- basis: PostgreSQL manual, appendix K: limits
select t.id as subject, t.name as object, t.file, t.line,
       case when t.column_count + t.dropped_columns > 1400
            then t.name || ' has used ' || (t.column_count + t.dropped_columns) || ' of the 1600 columns that a table may ever have'
            else t.name || ' has ' || t.column_count || ' columns: each update writes the whole row again' end as message,
       case when t.column_count + t.dropped_columns > 1400 then 'error' when t.column_count > 100 then 'warning' else 'note' end as severity
from tables t
where t.column_count > 50 or t.column_count + t.dropped_columns > 1400;
