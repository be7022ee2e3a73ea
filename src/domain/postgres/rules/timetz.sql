-- id: postgres/timetz    title: times of day with an offset    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: type_behaviour
-- basis: PostgreSQL manual 8.5.1.2; PostgreSQL wiki, Don't Do This
select c.id as subject, c.path as object, c.file, c.line,
       'timetz keeps an offset without a date: summer time never changes it, so the value is an hour off for half of the year' as message,
       'keep the time of day, and the place''s time zone in a column beside it' as fix_title,
       case when c.id not in (select attribute_id from bound_columns) then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE time;' end as fix
from columns c
where c.type_name = 'timetz' and not c.is_inherited;
