-- id: postgres/wide-key    title: wide text keys that other tables repeat    since: 0.1
-- effect: cost    severity: note    default: on    fix: none    prover: repeated_key
-- optional: rows, statistics    basis: PostgreSQL manual 5.4.5
with referring as (
  select f.referenced_attribute_id, count(distinct f.constraint_id) as keys, group_concat(distinct g.child) as tables
  from foreign_key_columns f join foreign_keys g on g.id = f.constraint_id
  where f.child_id <> f.parent_table_id
  group by f.referenced_attribute_id)
select c.id as subject, c.path as object, c.file, c.line,
       r.keys || ' foreign keys repeat ' || c.path || ' (' || c.type || ') in every row: ' || replace(r.tables, ',', ', ')
         || '; a new name must be written to all of them at once' as message
from columns c
join keys k on k.relation_id = c.relation_id and k.type in ('primary', 'unique') and k.numbers = c.number
join referring r on r.referenced_attribute_id = c.id
left join column_statistics s on s.attribute_id = c.id
left join column_profile p on p.attribute_id = c.id
where r.keys >= 2 and c.type_name in ('text', 'varchar', 'bpchar', 'citext') and coalesce(c.length, 1000) > 64
  and coalesce(s.average_width, 33) > 32 and coalesce(p.most_length, 99) > 8
  -- A CHECK on the column alone keeps it short, as far as a rule can tell.
  and not exists (select 1 from checks h where h.relation_id = c.relation_id and h.numbers = c.number
                    and (h.expression like '%length%' or h.expression like '%~%'))
  and not has_word(c.attname, 'code iso currency locale language id uuid cuid ulid key')
group by c.id;
