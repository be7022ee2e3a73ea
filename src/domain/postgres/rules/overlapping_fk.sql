-- id: postgres/overlapping-fk    title: foreign keys that a longer one implies    since: 0.1
-- effect: cost    severity: note    default: on    fix: safe
-- basis: PostgreSQL manual 5.4.5
select f.id as subject, f.path as object, f.file, f.line,
       o.name || ' on (' || o.columns || ') refers to the same row of ' || f.parent || ' and cannot be empty: ' || f.name || ' checks nothing more' as message,
       'drop the shorter one' as fix_title,
       'ALTER TABLE ' || f.child || ' DROP CONSTRAINT ' || f.name || ';' as fix
from foreign_keys f
join foreign_keys o on o.child_id = f.child_id and o.parent_table_id = f.parent_table_id and o.id <> f.id
  and length(o.numbers) > length(f.numbers) and o.is_validated and o.is_enforced
where f.on_delete = o.on_delete and f.on_update = o.on_update
  and not exists (select 1 from foreign_key_columns c where c.constraint_id = o.id and not c.not_null)
  and not exists (select 1 from foreign_key_columns c where c.constraint_id = f.id
                    and not exists (select 1 from foreign_key_columns l where l.constraint_id = o.id and l.number = c.number
                                      and l.referenced_number = c.referenced_number))
  and (select count(*) from foreign_key_columns c where c.constraint_id = o.id) > (select count(*) from foreign_key_columns c where c.constraint_id = f.id)
group by f.id;
