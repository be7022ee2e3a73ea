-- id: postgres/three-state-boolean    title: booleans that are true, false or empty    since: 0.1
-- effect: correctness    severity: note    default: on    fix: manual    prover: left_out
-- basis: PostgreSQL manual 8.6
select c.id as subject, c.path as object, c.file, c.line,
       (p.rows - p.filled) || ' of ' || p.rows || ' rows are neither true nor false: WHERE ' || c.name || ' leaves them out, and so does WHERE NOT '
         || c.name as message,
       'say what empty means, then forbid it' as fix_title,
       'UPDATE ' || c.table_name || ' SET ' || c.name || ' = false WHERE ' || c.name || ' IS NULL; ALTER TABLE ' || c.table_name
         || ' ALTER COLUMN ' || c.name || ' SET DEFAULT false, ALTER COLUMN ' || c.name || ' SET NOT NULL;' as fix
from column_profile p join columns c on c.id = p.attribute_id
where c.type_name = 'bool' and not c.not_null and c.generated is null and p.filled < p.rows
  -- One value and NULL may be the two states; where a default gives that value NULL is a third.
  and (p.different = 2 or p.different = 1 and c.default_expression in ('true', 'false'))
  and c.comment is null
  and not has_word(c.attname, 'answer result outcome vote correct passed')
  and not exists (select 1 from checks k where k.relation_id = c.relation_id and ' ' || k.numbers || ' ' like '% ' || c.number || ' %');
