-- id: postgres/unnecessary-predicate    title: partial indexes that leave nothing out    since: 0.1
-- effect: speed    severity: note    default: on    fix: manual
-- basis: PostgreSQL manual 11.8
select i.id as subject, i.name as object, i.file, i.line,
       'WHERE ' || a.name || ' IS NOT NULL leaves nothing out, for ' || i.table_name || '(' || a.name
         || ') is NOT NULL; queries that do not test ' || a.name || ' cannot use the index' as message,
       'the same index without WHERE' as fix_title,
       'CREATE ' || case when i.is_unique then 'UNIQUE ' else '' end || 'INDEX '
         -- A partitioned index cannot be built concurrently.
         || case i.table_kind when 'partitioned' then '' else 'CONCURRENTLY ' end || quote_ident(substr(i.relname, 1, 57) || '_all') || ' ON ' || i.table_name
         || substr(i.definition, instr(i.definition, ' USING '), instr(i.definition, ' WHERE ') - instr(i.definition, ' USING ')) || '; ' || drop_index(i.id) as fix
from table_indexes i
join attributes a on a.relation_id = i.relation_id and a.not_null and i.predicate = '(' || a.name || ' IS NOT NULL)'
where i.predicate is not null;
