-- id: postgres/dropped-column-waste    title: dropped columns that still take room    since: 0.1
-- effect: cost    severity: note    default: on    fix: manual
-- basis: PostgreSQL manual, ALTER TABLE, notes on DROP COLUMN
select t.id as subject, t.name as object, t.file, t.line,
       t.name || ' has had ' || (t.column_count + t.dropped_columns) || ' columns, and ' || t.dropped_columns
         || ' of them were dropped: rows from before keep their values until they are written again, and each counts for ever towards the limit of 1600' as message
from tables t
where t.dropped_columns >= 3 and t.dropped_columns >= 0.3 * (t.column_count + t.dropped_columns);
