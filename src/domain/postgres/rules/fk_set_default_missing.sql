-- id: postgres/fk-set-default-missing    title: SET DEFAULT without a default that works    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual    prover: parent_change
-- optional: rows    basis: PostgreSQL manual 5.4.5
with hit as (
  select f.id, f.database_id, max(c.default_expression is null and c.not_null) as impossible,
         max(c.default_expression is null) as empty,
         group_concat(case when c.default_expression is null then c.name end, ', ') as bare,
         group_concat(c.default_expression, ', ') as defaults, d.is_found
  from foreign_keys f join foreign_key_columns c on c.constraint_id = f.id
  left join default_targets d on d.constraint_id = f.id
  where (f.on_delete = 'set default' or f.on_update = 'set default') and f.delete_set_numbers is null
  group by f.id)
select f.id as subject, f.path as object, f.file, f.line,
       case when f.on_delete = 'set default' then 'ON DELETE' else 'ON UPDATE' end || ' SET DEFAULT, but '
         || case when h.impossible then h.bare || ' has no default and is NOT NULL'
                 else 'the default ' || h.defaults || ' is not in ' || f.parent end
         || ': ' || case when f.on_delete = 'set default' then 'deleting a row of ' else 'changing the key of a row of ' end || f.parent || ' that '
         || f.child || ' refers to always fails' as message,
       'say what happens today: the delete is refused' as fix_title,
       'ALTER TABLE ' || f.child || ' DROP CONSTRAINT ' || f.name || ', ADD CONSTRAINT ' || f.name || ' '
         || replace(f.definition, 'SET DEFAULT', 'RESTRICT') || ';' as fix
from hit h join foreign_keys f on f.id = h.id
where h.impossible or not h.empty and h.is_found = 0;
