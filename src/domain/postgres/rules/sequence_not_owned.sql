-- id: postgres/sequence-not-owned    title: sequences that belong to no column    since: 0.1
-- effect: clarity    severity: note    default: on    fix: safe    prover: sequence_left
-- basis: PostgreSQL manual, ALTER SEQUENCE
select q.id as subject, c.path as object, c.file, c.line,
       'the default of ' || c.path || ' takes from ' || q.name || ', which no column owns: dropping the table leaves it, and TRUNCATE … RESTART IDENTITY does not reset it' as message,
       'let the column own its sequence' as fix_title,
       'ALTER SEQUENCE ' || q.name || ' OWNED BY ' || c.table_name || '.' || c.name || ';' as fix,
       c.database_id || ':not-owned' as cause
from sequence_uses u
join sequences q on q.id = u.sequence_id
join columns c on c.id = u.attribute_id
where q.owner_attribute_id is null and q.schema = c.schema and not q.is_extension and not c.is_inherited
  and not has_word(q.relname, 'global shared common all')
  and (select count(*) from sequence_uses o join columns p on p.id = o.attribute_id where o.sequence_id = q.id and not p.is_inherited) = 1
order by c.id;
