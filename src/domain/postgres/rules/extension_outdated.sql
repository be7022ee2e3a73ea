-- id: postgres/extension-outdated    title: extensions behind the version that is installed    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe
-- basis: PostgreSQL manual, ALTER EXTENSION
select x.id as subject, quote_ident(x.name) as object,
       'its objects are those of version ' || x.version || ', the library on the server is of ' || x.default_version as message,
       'update its objects' as fix_title,
       'ALTER EXTENSION ' || quote_ident(x.name) || ' UPDATE;' as fix
from extensions x
where x.version <> 'stub' and x.default_version is not null and x.version <> x.default_version
  and exists (select 1 from databases d where d.id = x.database_id and d.kind = 'live');
