-- id: postgres/money-type    title: columns of type money    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: type_behaviour
-- basis: PostgreSQL manual 8.2; PostgreSQL wiki, Don't Do This
select c.id as subject, c.path as object, c.file, c.line,
       'money has no currency: what a stored value means, its decimals too, follows lc_monetary of whoever reads it' as message,
       'a number with two decimals, and the currency beside it' as fix_title,
       case when c.id not in (select attribute_id from bound_columns) then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE numeric(12,2) USING ' || c.name || '::numeric;' end as fix
from columns c
where c.type_name = 'money' and not c.is_inherited;
