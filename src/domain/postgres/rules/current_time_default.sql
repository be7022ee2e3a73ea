-- id: postgres/current-time-default    title: defaults from CURRENT_TIME    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: safe    prover: default_in_zones
-- basis: PostgreSQL manual 9.9.5; PostgreSQL wiki, Don't Do This
select c.id as subject, c.path as object, c.file, c.line,
       'CURRENT_TIME has an offset that ' || c.type || ' drops: the default is the time of whichever zone the session is set to' as message,
       'say which clock' as fix_title,
       'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' SET DEFAULT (now() AT TIME ZONE ''UTC'')::time;' as fix
from columns c
where c.type_name = 'time' and not c.is_inherited
  and matches(c.default_expression, '^\(*CURRENT_TIME\b|^\(*LOCALTIME\b(?!STAMP)');
