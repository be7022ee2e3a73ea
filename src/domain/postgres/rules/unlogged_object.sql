-- id: postgres/unlogged-object    title: unlogged tables    since: 0.1
-- effect: data_loss    severity: warning    default: on    fix: unsafe
-- basis: PostgreSQL manual, CREATE TABLE, UNLOGGED
select t.id as subject, t.name as object, t.file, t.line,
       t.name || ' is UNLOGGED: after a crash it is empty, and standbys cannot read it' as message,
       'log it' as fix_title,
       'ALTER TABLE ' || t.name || ' SET LOGGED;' as fix
from tables t
where t.persistence = 'unlogged'
  and not has_word(t.relname, 'cache caches cached queue queues session sessions tmp temp staging stage import imports scratch buffer lock locks rate limit limits')
union all
select q.id, q.name, p.file, p.line, q.name || ' is UNLOGGED: after a crash it starts again from the beginning', 'log it',
       'ALTER SEQUENCE ' || q.name || ' SET LOGGED;'
from sequences q left join places p on p.object_id = q.id
where q.persistence = 'unlogged' and q.owner_attribute_id is null and not q.is_extension;
