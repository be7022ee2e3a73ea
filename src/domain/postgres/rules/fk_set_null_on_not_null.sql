-- id: postgres/fk-set-null-on-not-null    title: SET NULL on columns that cannot be NULL    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual    prover: parent_change
-- basis: PostgreSQL manual 5.4.5
with hit as (
  select f.id, group_concat(c.name, ', ') as columns,
         f.on_delete = 'set null' and max(f.delete_set_numbers is null or ' ' || f.delete_set_numbers || ' ' like '% ' || c.number || ' %') as of_delete
  from foreign_keys f join foreign_key_columns c on c.constraint_id = f.id
  where c.not_null
    and (f.on_delete = 'set null' and (f.delete_set_numbers is null or ' ' || f.delete_set_numbers || ' ' like '% ' || c.number || ' %')
         or f.on_update = 'set null')
  group by f.id)
select f.id as subject, f.path as object, f.file, f.line,
       case when h.of_delete then 'ON DELETE' else 'ON UPDATE' end || ' SET NULL on ' || h.columns || ', which is NOT NULL: '
         || case when h.of_delete then 'deleting a row of ' else 'changing the key of a row of ' end || f.parent || ' that ' || f.child || ' refers to always fails' as message,
       'say what happens today: the delete is refused' as fix_title,
       case when f.delete_set_numbers is null then 'ALTER TABLE ' || f.child || ' DROP CONSTRAINT ' || f.name || ', ADD CONSTRAINT ' || f.name || ' '
         || replace(f.definition, 'SET NULL', 'RESTRICT') || ';' end as fix
from hit h join foreign_keys f on f.id = h.id;
