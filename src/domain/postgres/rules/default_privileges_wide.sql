-- id: postgres/default-privileges-wide    title: rights that every new table gives away    since: 0.1
-- effect: security    severity: note    default: on    fix: safe    prover: as_role
-- basis: PostgreSQL manual, ALTER DEFAULT PRIVILEGES
select d.id as subject, case when d.schema is null then 'database' else quote_ident(d.schema) end as object,
       'every ' || d.object_kind || ' made from now on' || coalesce(' in ' || d.schema, '') || ' gives '
         || replace(group_concat(distinct d.privilege), ',', ', ') || ' to ' || case d.grantee when 'public' then 'every role' else d.grantee end as message,
       'stop giving it' as fix_title,
       'ALTER DEFAULT PRIVILEGES' || case when r.id is null then '' else ' FOR ROLE ' || quote_ident(d.role) end
         || case when d.schema is null then '' else ' IN SCHEMA ' || quote_ident(d.schema) end || ' REVOKE ' || replace(group_concat(distinct d.privilege), ',', ', ') || ' ON '
         || upper(d.object_kind) || 'S FROM ' || quote_ident(d.grantee) || ';' as fix
from default_privileges d
left join roles r on r.database_id = d.database_id and r.name = d.role
where d.object_kind in ('table', 'schema', 'sequence')
  and (d.grantee = 'public' or d.grantee = 'anon' and d.role not in ('postgres', 'supabase_admin') and not exists (
         select 1 from supabase_databases s where s.database_id = d.database_id and d.schema in ('public', 'storage', 'graphql_public')))
group by d.database_id, d.role, coalesce(d.schema, ''), d.object_kind, d.grantee;
