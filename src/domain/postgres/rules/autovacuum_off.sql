-- id: postgres/autovacuum-off    title: autovacuum switched off    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe
-- optional: live server    basis: PostgreSQL manual 20.10, 25.1.6
select r.id as subject, r.name as object, p.file, p.line,
       'autovacuum is off for this table: its dead rows stay and its statistics age, until somebody runs VACUUM by hand' as message,
       null as severity,
       'let autovacuum do it' as fix_title,
       'ALTER TABLE ' || r.name || ' RESET (autovacuum_enabled);' as fix,
       case when r.is_partition then r.database_id || ':off:' || r.parent_id end as cause
from relations r join autovacuum_limits a on a.relation_id = r.id left join places p on p.object_id = r.id
where a.is_off and not r.is_extension and r.persistence <> 'temporary'
union all
select s.database_id, s.name, null, null,
       case s.name when 'autovacuum' then 'is off for the whole server: dead rows stay in every table and statistics age; only the freeze before wraparound still runs'
                   else 'is off: nothing counts changes, so that autovacuum never finds a table that is due' end,
       'error', 'switch it on', 'ALTER SYSTEM SET ' || s.name || ' = on;' || char(10) || 'SELECT pg_reload_conf();', null
from settings s
where s.name in ('autovacuum', 'track_counts') and s.value = 'off';
