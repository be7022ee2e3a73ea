-- id: postgres/natural-key    title: primary keys that carry meaning    since: 0.1
-- effect: clarity    severity: note    default: off    fix: none
-- basis: convention
select c.id as subject, c.path as object, c.file, c.line,
       'the key of ' || c.table_name || ' is ' || c.name || ' (' || c.type || '), a value of the outside world: when it changes, every row that refers to it changes too' as message
from columns c
join keys k on k.relation_id = c.relation_id and k.type = 'primary' and k.numbers = c.number
where c.type_name not in ('int2', 'int4', 'int8', 'uuid') and c.identity is null
  and coalesce(c.default_expression, '') not like '%nextval(%'
  and coalesce(c.length, 99) > 3 and c.type_name not in ('date', 'bytea') and c.category <> 'E'
  and not has_word(c.attname, 'iso code locale language currency country hash digest checksum token key version id uuid ulid')
  and not exists (select 1 from foreign_key_columns f where f.attribute_id = c.id);
