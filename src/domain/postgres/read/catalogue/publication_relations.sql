select p.oid::bigint << 11 as publication_id, c.oid::bigint << 11 as relation_id
from pg_publication p
cross join lateral pg_get_publication_tables(p.pubname) t
join pg_class c on c.oid = t.relid
