-- id: postgres/sequence-wider-than-column    title: sequences that count further than their column    since: 0.1
-- effect: correctness    severity: note    default: on    fix: safe    prover: sequence_limit
-- basis: PostgreSQL manual, CREATE SEQUENCE
select c.id as subject, c.path as object, c.file, c.line,
       'sequence ' || q.name || ' goes up to ' || q.maximum || ', but ' || c.name || ' is ' || c.type
         || ': what watches pg_sequences sees no end coming when inserts fail with "' || c.type || ' out of range"' as message,
       'let the sequence end where the column does' as fix_title,
       'ALTER SEQUENCE ' || q.name || ' AS ' || c.type || ';' as fix,
       c.database_id || ':wide-sequence' as cause
from sequence_uses u
join sequences q on q.id = u.sequence_id
join columns c on c.id = u.attribute_id
where c.type_name in ('int2', 'int4') and q.maximum > case c.type_name when 'int2' then 32767 else 2147483647 end
  and not q.is_extension and c.domain is null
order by c.id;
