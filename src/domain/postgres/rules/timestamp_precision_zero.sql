-- id: postgres/timestamp-precision-zero    title: timestamps rounded to whole seconds    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: safe    prover: type_behaviour
-- basis: PostgreSQL manual 8.5; PostgreSQL wiki, Don't Do This
with bare as (
  select c.*, count(*) over (partition by c.database_id) as alike
  from columns c
  where c.type_name in ('timestamp', 'timestamptz', 'time', 'timetz') and c.precision = 0 and not c.is_inherited)
select c.id as subject, c.path as object, c.file, c.line,
       'fractions of a second are rounded, not cut: 23:59:59.6 is stored as '
         || case when c.type_name like 'timestamp%' then 'the next day' else '24:00:00' end as message,
       'keep the fractions; cut them where they are shown' as fix_title,
       case when c.id not in (select attribute_id from bound_columns) then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE ' || c.type_name || ';' end as fix,
       case when c.alike >= 4 then c.database_id || ':precision' || case when c.id in (select attribute_id from bound_columns) then ':bound' else '' end end as cause
from bare c
where c.domain is null;
