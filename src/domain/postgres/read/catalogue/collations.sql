select o.oid::bigint << 11 as id,
       case when n.nspname in ('public', 'pg_catalog') then '' else quote_ident(n.nspname) || '.' end || quote_ident(o.collname) as name,
       case o.collprovider when 'i' then 'icu' when 'c' then 'libc' when 'b' then 'builtin' else 'default' end as provider,
       o.collisdeterministic as is_deterministic, o.collversion as version,
       pg_collation_actual_version(o.oid) as actual_version, true as is_used
from pg_collation o join pg_namespace n on n.oid = o.collnamespace
where o.oid in (select attcollation from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relkind in ('r', 'p', 'm', 'i') and c.oid >= 16384 and attcollation > 100)
