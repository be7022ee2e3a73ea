-- id: postgres/default-null-string    title: the word NULL as a default    since: 0.1
-- effect: correctness    severity: error    default: on    fix: safe    prover: default_used
-- basis: PostgreSQL manual 5.2
select c.id as subject, c.path as object, c.file, c.line,
       'rows that leave ' || c.name || ' out get the text ' || literal_text(c.default_expression) || ' in quotes, not NULL: IS NULL does not find them' as message,
       'no default is NULL' as fix_title,
       'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' DROP DEFAULT;' as fix
from columns c
where c.category in ('S', 'E') and c.generated is null and c.default_expression like '''%'
  and lower(trim(literal_text(c.default_expression))) in ('null', '(null)', '<null>', 'null::text', '\n') and not c.is_inherited;
