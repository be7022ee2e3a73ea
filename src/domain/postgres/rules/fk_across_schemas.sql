-- id: postgres/fk-across-schemas    title: foreign keys between schemas    since: 0.1
-- effect: clarity    severity: note    default: off    fix: none
-- basis: convention
select f.id as subject, f.path as object, f.file, f.line,
       f.child || ' refers to ' || f.parent || ' in another schema: the two can only be dumped, moved and granted together' as message
from foreign_keys f
join relations c on c.id = f.child_id
join relations p on p.id = f.parent_table_id
where c.schema_id <> p.schema_id and not p.is_extension;
