-- id: postgres/graphql-exposed    title: tables that show in the GraphQL schema of strangers    since: 0.1
-- effect: security    severity: note    default: off    fix: unsafe
-- basis: pg_graphql, security
select t.id as subject, t.name as object, t.file, t.line,
       'anon may ' || group_concat(distinct g.privilege) || ', so pg_graphql shows its name and columns to anybody who asks for the schema' as message,
       t.schema_id || ':graphql' as cause,
       'revoke it from anon' as fix_title,
       'REVOKE ' || group_concat(distinct g.privilege) || ' ON ' || t.name || ' FROM anon;' as fix
from extensions x
join tables t on t.database_id = x.database_id
join grants g on g.object_kind = 'relation' and g.object_id = t.id and g.grantee = 'anon'
  and g.privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
where x.name = 'pg_graphql' and t.schema not in ('auth', 'storage', 'vault', 'realtime', 'graphql', 'extensions')
group by t.id;
