-- id: postgres/fk-default-missing    title: defaults that the foreign key refuses    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual    prover: default_reference
-- basis: PostgreSQL manual 5.4.5
with told as (
  select c.constraint_id, group_concat(c.default_expression, ', ') as defaults, max(c.not_null) as not_null
  from foreign_key_columns c group by c.constraint_id)
select f.id as subject, f.path as object, f.file, f.line,
       'the default ' || t.defaults || ' is not in ' || f.parent || ': a row of ' || f.child || ' that is inserted without ' || f.columns || ' is refused' as message,
       case when t.not_null then 'no default: who inserts has to say it' else 'no default: NULL refers to nothing' end as fix_title,
       'ALTER TABLE ' || f.child || (select group_concat(' ALTER COLUMN ' || c.name || ' DROP DEFAULT') from foreign_key_columns c where c.constraint_id = f.id) || ';' as fix
from default_targets d
join foreign_keys f on f.id = d.constraint_id
join told t on t.constraint_id = f.id
-- With SET DEFAULT the same default is postgres/fk-set-default-missing.
where not d.is_found and f.on_delete <> 'set default' and f.on_update <> 'set default';
