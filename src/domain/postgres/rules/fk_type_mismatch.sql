-- id: postgres/fk-type-mismatch    title: foreign keys of another type than their key    since: 0.1
-- effect: speed    severity: warning    default: on    fix: unsafe    prover: key_types
-- basis: PostgreSQL manual 11.10, 5.4.5
select f.id as subject, f.path as object, f.file, f.line,
       f.child || '.' || c.name || ' is ' || c.type || ', but ' || f.parent || '.' || c.referenced_name || ' is ' || c.referenced_type || ': '
         || case when c.type_name in ('text', 'varchar') and c.referenced_type_name in ('text', 'varchar')
                 then 'a longer key cannot be referred to'
                 else 'every check and join converts one of them, and an index on the other side is of no use' end as message,
       'give the column the type of the key' as fix_title,
       case when c.attribute_id not in (select attribute_id from bound_columns)
            then 'ALTER TABLE ' || f.child || ' ALTER COLUMN ' || c.name || ' TYPE ' || c.referenced_type || ';' end as fix
from foreign_keys f
join foreign_key_columns c on c.constraint_id = f.id
where case
        -- One operator family: an index on either side serves the other. Narrower ones are another rule's.
        when c.type_name in ('int2', 'int4', 'int8') and c.referenced_type_name in ('int2', 'int4', 'int8') then 0
        when c.type_name in ('text', 'varchar') and c.referenced_type_name in ('text', 'varchar')
        then c.length is not null and c.length < coalesce(c.referenced_length, 1000000)
        when c.type_name in ('date', 'timestamp', 'timestamptz') and c.referenced_type_name in ('date', 'timestamp', 'timestamptz') then c.type_name <> c.referenced_type_name
        else c.type_name <> c.referenced_type_name end;
