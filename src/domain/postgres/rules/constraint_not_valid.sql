-- id: postgres/constraint-not-valid    title: constraints that were never validated    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: safe    prover: validate_rows
-- basis: PostgreSQL manual, ALTER TABLE, VALIDATE CONSTRAINT
select c.id as subject, t.name || '(' || coalesce(c.columns, '') || ')' as object, coalesce(p.file, tp.file) as file, coalesce(p.line, tp.line) as line,
       c.name || ' is NOT VALID: rows from before it may break it' || case c.type when 'foreign' then ', and the planner may not count on it'
         when 'check' then ', an UPDATE of such a row fails, and the planner may not count on it' else '' end as message,
       'validate it' as fix_title,
       'ALTER TABLE ' || t.name || ' VALIDATE CONSTRAINT ' || c.name || ';' as fix
from constraints c
join relations t on t.id = c.relation_id and not t.is_extension and t.persistence <> 'temporary'
left join places p on p.object_id = c.id
left join places tp on tp.object_id = t.id
where not c.is_validated and c.is_enforced and c.parent_id is null and c.is_local and c.type in ('foreign', 'check', 'not_null');
