-- id: postgres/auth-users-exposed    title: views that show the platform's users    since: 0.1
-- effect: security    severity: error    default: on    fix: manual    prover: view_rows
-- basis: Supabase, database advisors, 0002; PostgreSQL manual, CREATE VIEW
with recursive reads (view_id, relation_id, by_owner) as (
  select d.object_id, (d.referenced_id >> 11) << 11, not v.security_invoker or v.kind = 'materialized'
  from dependencies d join relations v on v.id = d.object_id where d.kind = 'rule' and d.referenced_kind = 'relation'
  union
  select w.view_id, (d.referenced_id >> 11) << 11, w.by_owner or not v.security_invoker or v.kind = 'materialized'
  from reads w join relations v on v.id = w.relation_id and v.kind in ('view', 'materialized')
  join dependencies d on d.kind = 'rule' and d.object_id = v.id and d.referenced_kind = 'relation')
select v.id as subject, v.name as object, v.file, v.line,
       replace(group_concat(distinct g.grantee), ',', ', ') || ' reads ' || v.name || ', which reads ' || u.name
         || case v.kind when 'materialized' then ' into a copy' else ' with the rights of its owner' end
         || ': mail addresses, telephone numbers and password hashes are behind the public API' as message
from user_views v
join supabase_databases s on s.database_id = v.database_id
join reads w on w.view_id = v.id and w.by_owner
join relations u on u.id = w.relation_id and u.schema = 'auth' and u.relname = 'users'
join reachable_grants g on g.relation_id = v.id and g.privilege = 'SELECT' and g.grantee in ('anon', 'authenticated', 'public')
where v.schema not in ('auth', 'storage', 'vault', 'realtime', 'extensions', 'graphql')
  -- It shows no more than the caller's own row.
  and not (v.kind = 'view' and matches(v.definition, 'auth\.(uid|jwt|role|email)|current_setting|current_user'))
  -- A count or a list of ids gives no address away.
  and exists (select 1 from dependencies c join attributes a on a.id = c.referenced_id
              where c.kind = 'rule' and a.relation_id = u.id
                and (c.object_id = v.id or c.object_id in (select x.relation_id from reads x where x.view_id = v.id))
                and a.attname not in ('id', 'created_at', 'updated_at', 'aud', 'role', 'deleted_at', 'is_anonymous', 'is_sso_user'))
group by v.id;
