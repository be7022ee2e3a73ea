-- id: postgres/varchar-near-limit    title: texts that nearly fill their column    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: safe    prover: longer_value
-- basis: PostgreSQL manual 8.3
select c.id as subject, c.path as object, c.file, c.line,
       'the longest of ' || p.filled || ' values has ' || p.most_length || ' of ' || c.length || ' characters'
         || case when t.near_limit > 1 then ', ' || t.near_limit || ' are that close' else '' end
         || ': one that is ' || (c.length + 1) || ' long is refused' as message,
       'take the limit off' as fix_title,
       case when c.id not in (select attribute_id from bound_columns) then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE text;' end as fix
from text_profile t
join column_profile p on p.attribute_id = t.attribute_id
join columns c on c.id = t.attribute_id
where c.type_name = 'varchar' and c.domain is null and c.length >= 8 and c.generated is null
  and p.most_length >= 0.95 * c.length and p.least_length < p.most_length and p.filled >= 10
  -- The longest postal codes there are have 10 characters: a column that just holds them is right.
  and not (c.length >= 10 and has_word(c.attname, 'postal postcode zip zipcode plz'))
  -- Many full values are a code of fixed width; few different ones are states or kinds that somebody chose.
  and t.near_limit <= 0.1 * p.filled and p.different >= 0.5 * p.filled
  and not exists (select 1 from foreign_keys f where f.relation_id = c.relation_id
                  and ' ' || f.numbers || ' ' like '% ' || c.number || ' %')
  and not exists (select 1 from checks k where k.relation_id = c.relation_id and ' ' || k.numbers || ' ' like '% ' || c.number || ' %'
                  and (literal_list(k.expression) is not null or matches(k.expression, 'length\(')));
