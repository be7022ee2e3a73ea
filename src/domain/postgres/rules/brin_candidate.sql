-- id: postgres/brin-candidate    title: large indexes on columns that lie in order    since: 0.1
-- effect: cost    severity: note    default: off    fix: unsafe    prover: smaller_index
-- basis: PostgreSQL manual 71, BRIN
select i.id as subject, i.name as object, i.file, i.line,
       i.name || printf(' takes %.1f GB, and the rows lie in the order of ', s.bytes / 1e9) || a.name
         || printf(' (correlation %.3f): the workload asks for ranges only, which BRIN answers from a few hundred kB', c.correlation) as message,
       'replace it by a BRIN index' as fix_title,
       'CREATE INDEX CONCURRENTLY ' || quote_ident(substr(i.relname, 1, 58) || '_brin') || ' ON ' || i.table_name || ' USING brin (' || a.name || ');' || char(10) || drop_index(i.id) as fix
from table_indexes i
join index_statistics s on s.index_id = i.id
join index_keys k on k.index_id = i.id and k.position = 1
join attributes a on a.relation_id = i.relation_id and a.number = k.number
join column_statistics c on c.attribute_id = a.id
where i.method = 'btree' and i.key_count = 1 and i.predicate is null and not i.is_unique and i.constraint_id is null
  and s.bytes >= 1e9 and abs(c.correlation) > 0.99
  and exists (select 1 from query_columns q where q.attribute_id = a.id and q.role = 'range')
  and not exists (select 1 from query_columns q where q.attribute_id = a.id and q.role in ('equality', 'join', 'order', 'prefix', 'group'))
  and not exists (select 1 from foreign_key_service f where f.serving_index_id = i.id);
