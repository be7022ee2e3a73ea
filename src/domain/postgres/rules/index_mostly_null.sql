-- id: postgres/index-mostly-null    title: indexes that mostly hold NULL    since: 0.1
-- effect: cost    severity: note    default: on    fix: unsafe    prover: smaller_index
-- basis: PostgreSQL manual 11.8
select i.id as subject, i.name as object, i.file, i.line,
       cast(100 * c.null_fraction as integer) || ' % of ' || i.table_name || '(' || a.name || ') is NULL, and the index of ' || cast(s.bytes / 1048576 as integer)
         || ' MB holds an entry for each such row, which no search for a value reads' as message,
       'index the rows that have a value' as fix_title,
       'CREATE ' || case when i.is_unique then 'UNIQUE ' else '' end || 'INDEX CONCURRENTLY ' || quote_ident(substr(i.relname, 1, 54) || '_filled') || ' ON ' || i.table_name
         || ' (' || k.expression || ') WHERE ' || a.name || ' IS NOT NULL; ' || drop_index(i.id) as fix
from table_indexes i
join index_statistics s on s.index_id = i.id and s.bytes >= 16777216
join index_keys k on k.index_id = i.id and k.position = 1 and k.number > 0
join attributes a on a.relation_id = i.relation_id and a.number = k.number
join column_statistics c on c.attribute_id = a.id and c.null_fraction >= 0.5
where i.method = 'btree' and i.column_count = 1 and i.predicate is null and i.constraint_id is null and i.is_valid
  and not i.nulls_not_distinct and i.table_kind <> 'partitioned' and k.is_default_class and not k.is_descending;
