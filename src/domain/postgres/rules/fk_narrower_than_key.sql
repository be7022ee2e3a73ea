-- id: postgres/fk-narrower-than-key    title: foreign keys narrower than the key they refer to    since: 0.1
-- effect: correctness    severity: error    default: on    fix: unsafe    prover: key_types
-- basis: PostgreSQL manual 8.1
select f.id as subject, f.path as object, f.file, f.line,
       f.child || '.' || c.name || ' is ' || c.type || ', but ' || f.parent || '.' || c.referenced_name || ' is ' || c.referenced_type
         || ': rows of ' || f.parent || ' above ' || case c.type_name when 'int2' then '32,767' else '2,147,483,647' end || ' cannot be referred to' as message,
       -- A smallint stands for a short list more often than for a mistake.
       case c.type_name when 'int2' then 'warning' else 'error' end as severity,
       'give the column the type of the key' as fix_title,
       case when c.attribute_id not in (select attribute_id from bound_columns)
            then 'ALTER TABLE ' || f.child || ' ALTER COLUMN ' || c.name || ' TYPE ' || c.referenced_type || ';' end as fix
from foreign_keys f
join foreign_key_columns c on c.constraint_id = f.id
where (c.type_name = 'int2' and c.referenced_type_name in ('int4', 'int8') or c.type_name = 'int4' and c.referenced_type_name = 'int8')
  -- A sequence that ends below, as of a lookup table, never gives such a value.
  and not exists (select 1 from sequence_uses u join sequences q on q.id = u.sequence_id
                  where u.attribute_id = c.referenced_attribute_id
                    and q.maximum <= case c.type_name when 'int2' then 32767 else 2147483647 end);
