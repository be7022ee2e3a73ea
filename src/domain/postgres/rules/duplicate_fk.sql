-- id: postgres/duplicate-fk    title: foreign keys that are there twice    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe    prover: checked_twice
-- basis: PostgreSQL manual 5.4.5
with paired as (
  select f.*, (select group_concat(p, ' ') from (select c.number || '=' || c.referenced_number as p from foreign_key_columns c
                                                  where c.constraint_id = f.id order by c.number)) as pairs
  from foreign_keys f
  where exists (select 1 from foreign_keys o where o.child_id = f.child_id and o.parent_table_id = f.parent_table_id and o.id <> f.id))
select f.id as subject, f.path as object, f.file, f.line,
       f.name || ' says what ' || o.name || ' says already (' || f.columns || ' to ' || f.parent || '): every insert and every delete is checked twice'
         || case when f.on_delete <> o.on_delete then ', and they differ in ON DELETE (' || upper(f.on_delete) || ' and ' || upper(o.on_delete) || ')' else '' end as message,
       'drop the second one' as fix_title,
       'ALTER TABLE ' || f.child || ' DROP CONSTRAINT ' || f.name || ';' as fix
from paired f
join paired o on o.child_id = f.child_id and o.parent_table_id = f.parent_table_id and o.pairs = f.pairs and o.id < f.id
where f.is_enforced
group by f.id;
