-- id: postgres/trigger-disabled    title: triggers that are switched off    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe
-- basis: PostgreSQL manual, ALTER TABLE, DISABLE TRIGGER
select g.id as subject, g.table_name || '.' || g.name as object, g.file, g.line,
       'trigger ' || g.name || ' of ' || g.table_name || ' is switched off: ' || g.function || '() does not run ' || g.timing || ' '
         || replace(g.events, ' ', ' or ') || ', and nothing in the table says so' as message,
       'switch it on' as fix_title,
       'ALTER TABLE ' || g.table_name || ' ENABLE TRIGGER ' || g.name || ';' as fix
from table_triggers g
where g.enabled = 'disabled' and g.parent_id is null;
