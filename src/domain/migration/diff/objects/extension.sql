-- A stand-in of the lab has no version that says anything.
select id, quote_ident(name) as name, quote_ident(schema) as "schema", case when not is_stub then version end as "version"
from extensions where database_id = ?1
