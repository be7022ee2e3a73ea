-- id: postgres/fk-partial-index-only    title: foreign keys with only a partial index    since: 0.1
-- effect: locks    severity: warning    default: on    fix: safe    prover: parent_delete
-- basis: PostgreSQL manual 11.8, 5.4.5
select f.id as subject, f.path as object, f.file, f.line,
       'index ' || i.name || ' covers only the rows WHERE ' || i.predicate || ': deleting from ' || f.parent
         || ' scans ' || f.child as message,
       'index all rows' as fix_title,
       create_index(f.child_id, f.columns) as fix
from foreign_keys f join indexes i on i.id = f.partial_index
where f.serving_index is null;
