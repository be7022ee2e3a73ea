-- id: postgres/self-fk-blocks-delete    title: rows that other rows of their table hold back    since: 0.1
-- effect: correctness    severity: note    default: on    fix: manual    prover: self_reference
-- basis: PostgreSQL manual 5.4.5
with self as (
  select f.*, min(c.not_null) as not_null, min(c.name) as column_name, min(c.attname) as attname, min(c.referenced_name) as key_name
  from foreign_keys f join foreign_key_columns c on c.constraint_id = f.id
  where f.child_id = f.parent_table_id and f.numbers not like '% %'
  group by f.id),
judged as (
  select s.*, s.not_null and exists (
           select 1 from checks h where h.relation_id = s.child_id
             and (h.expression like '%' || s.column_name || ' <> ' || s.key_name || '%' or h.expression like '%' || s.key_name || ' <> ' || s.column_name || '%')) as rootless
  from self s)
select id as subject, path as object, file, line,
       case when rootless
            then column_name || ' must name another row of ' || child || ': the first row cannot be inserted'
            else 'a row of ' || child || ' cannot be deleted while another row names it in ' || column_name || ', and no action says what becomes of that row' end as message,
       case when rootless then 'error' else 'note' end as severity,
       case when rootless then 'let the root refer to nothing' when not_null then null else 'let the reference go with the row' end as fix_title,
       case when rootless then 'ALTER TABLE ' || child || ' ALTER COLUMN ' || column_name || ' DROP NOT NULL;'
            when not not_null then 'ALTER TABLE ' || child || ' DROP CONSTRAINT ' || name || ', ADD CONSTRAINT ' || name || ' '
                 || definition || ' ON DELETE SET NULL;' end as fix
from judged
-- In a tree of parents and children a refused delete is the right answer, as in a chain that would fall in two, and RESTRICT says
-- it on purpose.
where rootless or on_delete = 'no action' and not is_deferrable
  and not has_word(attname, 'parent ancestor root folder directory category group container super superior owner enclosing previous prev predecessor');
