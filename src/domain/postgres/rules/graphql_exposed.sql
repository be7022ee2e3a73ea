-- id: postgres/graphql-exposed    title: tables that show in the GraphQL schema of strangers    since: 0.1
-- effect: security    severity: note    default: off    fix: unsafe
-- basis: pg_graphql, security
-- pg_graphql shows views and foreign tables like tables, and of partitioned tables the partitions.
select r.id as subject, r.name as object, p.file, p.line,
       max(g.grantee) || ' may ' || replace(group_concat(distinct g.privilege), ',', ', ') || ', so pg_graphql shows its name and columns to anybody who asks for the schema' as message,
       r.schema_id || ':graphql' as cause,
       'revoke it from ' || max(g.grantee) as fix_title,
       'REVOKE ' || group_concat(distinct g.privilege) || ' ON ' || r.name || ' FROM ' || group_concat(distinct g.grantee) || ';' as fix
from extensions x
join relations r on r.database_id = x.database_id and r.kind in ('table', 'view', 'materialized', 'foreign') and not r.is_extension
  and r.persistence <> 'temporary'
join reachable_grants g on g.relation_id = r.id and g.grantee in ('anon', 'public') and g.privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
left join places p on p.object_id = r.id
where x.name = 'pg_graphql' and r.schema not in ('auth', 'storage', 'vault', 'realtime', 'graphql', 'extensions')
group by r.id;
