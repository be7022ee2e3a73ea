-- id: postgres/constraint-not-enforced    title: constraints that are switched off    since: 0.1
-- effect: correctness    severity: error    default: on    fix: unsafe
-- basis: PostgreSQL manual, ALTER TABLE, DISABLE TRIGGER; CREATE TABLE, NOT ENFORCED
select c.id as subject, t.name || '(' || coalesce(c.columns, '') || ')' as object, coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line,
       case when c.is_enforced
            then 'the triggers of ' || c.name || ' are disabled: rows that refer to nothing in ' || r.name || ' are accepted, though \d shows the foreign key as valid'
            else c.name || ' is NOT ENFORCED: it is written down, but no row is checked' end as message,
       case when c.is_enforced then 'switch the triggers on' else 'enforce it' end as fix_title,
       case when c.is_enforced then 'ALTER TABLE ' || t.name || ' ENABLE TRIGGER ALL;' || case when r.id <> t.id then char(10) || 'ALTER TABLE ' || r.name || ' ENABLE TRIGGER ALL;' else '' end
            else 'ALTER TABLE ' || t.name || ' ALTER CONSTRAINT ' || c.name || ' ENFORCED;' end as fix
from constraints c
join tables t on t.id = c.relation_id
left join relations r on r.id = c.referenced_id
left join places p on p.object_id = c.id
where c.parent_id is null and (not c.is_enforced or c.type = 'foreign' and c.disabled_triggers > 0);
