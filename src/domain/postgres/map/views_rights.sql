-- Roles that requests may come in as: everybody, roles that can log in, roles that those can become, the roles of
-- Supabase; where no role can log in (files without logins), all of them.
create view reachable_roles as
with recursive logins as (
  select r.database_id, r.name from roles r
  where r.can_login or r.name in ('anon', 'authenticated')
     or not exists (select 1 from roles l where l.database_id = r.database_id and l.can_login
                      and l.name not in ('authenticator', 'postgres') and l.name not like 'supabase%')
  union
  select m.database_id, m.role from role_members m join logins l on l.database_id = m.database_id and l.name = m.member)
select l.database_id, l.name from logins l
left join roles r on r.database_id = l.database_id and r.name = l.name
where not coalesce(r.is_superuser, 0) and not coalesce(r.bypasses_row_security, 0) and l.name not like 'pg\_%' escape '\'
  and l.name not in ('postgres', 'authenticator', 'service_role', 'dashboard_user') and l.name not like 'supabase\_%' escape '\'
union
select d.id, 'public' from databases d;

-- Databases with Supabase's roles and schema.
create view supabase_databases as
select s.database_id from schemas s
where s.name = 'auth' and exists (select 1 from roles a where a.database_id = s.database_id and a.name = 'anon')
  and exists (select 1 from roles a where a.database_id = s.database_id and a.name = 'authenticated');

-- Rights on relations that requests may use: granted to a reachable role, other than the owner, who may enter the schema.
-- `is_platform`: nobody decided on them, Supabase gives them on every new table of public.
create view reachable_grants as
select g.database_id, r.id as relation_id, g.grantee, g.privilege,
       g.grantee in ('anon', 'authenticated') and r.schema = 'public' and exists (select 1 from supabase_databases b where b.database_id = r.database_id)
         as is_platform, null as attribute_id
from grants g
join relations r on r.id = g.object_id
join reachable_roles q on q.database_id = g.database_id and q.name = g.grantee
join schemas s on s.id = r.schema_id
where g.object_kind = 'relation' and g.grantee <> r.owner
  and (s.public_can_use or exists (select 1 from grants u where u.object_kind = 'schema' and u.object_id = s.id
                                    and u.privilege = 'USAGE' and u.grantee in (g.grantee, 'public'))
       or g.grantee = 'public' and exists (select 1 from grants u where u.object_kind = 'schema' and u.object_id = s.id
                                    and u.privilege = 'USAGE'))
union all
select g.database_id, a.relation_id, g.grantee, g.privilege, 0, a.id
from grants g
join attributes a on a.id = g.object_id
join reachable_roles q on q.database_id = g.database_id and q.name = g.grantee
where g.object_kind = 'column';

-- Policies with what their conditions say and one row per role that they are for.
create view policy_roles as
with recursive names (policy_id, name, rest) as (
  select id, '', roles || ',' from policies
  union all
  select policy_id, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) from names where rest <> '')
select y.id as policy_id, y.database_id, y.relation_id, n.name as role
from names n join policies y on y.id = n.policy_id where n.name <> '';

-- The user's functions as rules name them: schema.name(argument types).
create view routines as
select f.*, case when f.schema = 'public' then '' else quote_ident(f.schema) || '.' end || quote_ident(f.proname)
              || '(' || f.argument_types || ')' as path
from user_functions f;

-- Who may call a function: grantees of EXECUTE, who may also enter its schema.
create view reachable_calls as
select g.database_id, f.id as function_id, g.grantee, g.is_default
from grants g
join functions f on f.id = g.object_id
join schemas s on s.database_id = f.database_id and s.name = f.schema
join reachable_roles q on q.database_id = g.database_id and q.name = g.grantee
where g.object_kind = 'function' and g.privilege = 'EXECUTE' and g.grantee <> f.owner
  and (s.public_can_use or exists (select 1 from grants u where u.object_kind = 'schema' and u.object_id = s.id
                                    and u.privilege = 'USAGE' and (u.grantee = g.grantee or g.grantee = 'public')));
