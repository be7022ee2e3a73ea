-- id: postgres/index-wrong-method    title: B-tree indexes on types that are searched by their parts    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe    prover: search_by_part
-- basis: PostgreSQL manual 11.2, 12.9
select i.id as subject, i.name as object, i.file, i.line,
       'a B-tree on ' || i.table_name || '(' || k.expression || ') compares whole '
         || case when a.category = 'A' then 'arrays: @>, && and = ANY' when a.type_name = 'jsonb' then 'documents: @>, ? and ->'
                 when a.category = 'R' then 'ranges: &&, @> and <@' else 'search vectors: @@' end || ' read the whole table' as message,
       'index the parts' as fix_title,
       -- A partitioned index cannot be built concurrently.
       'CREATE INDEX ' || case i.table_kind when 'partitioned' then '' else 'CONCURRENTLY ' end || quote_ident(substr(i.table_relname || '_' || coalesce(a.attname, 'search'), 1, 52) || '_parts_idx') || ' ON ' || i.table_name
         || ' USING ' || case when a.category = 'R' then 'gist' else 'gin' end || ' (' || k.expression || '); ' || drop_index(i.id) as fix
from table_indexes i
join index_keys k on k.index_id = i.id and k.position = 1
left join attributes a on a.relation_id = i.relation_id and a.number = k.number
where i.method = 'btree' and not i.is_unique and i.constraint_id is null and i.key_count = 1
  and (a.category in ('A', 'R') or a.type_name in ('jsonb', 'tsvector') or matches(k.expression, '^\(?(pg_catalog\.)?to_tsvector\('));
