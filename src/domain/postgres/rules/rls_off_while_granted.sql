-- id: postgres/rls-off-while-granted    title: tables that others may read in a schema with row security    since: 0.1
-- effect: security    severity: error    default: on    fix: unsafe    prover: as_role
-- basis: PostgreSQL manual 5.8
with fenced as (
  select r.database_id, r.schema, count(*) as tables from relations r
  where r.row_security and not r.is_extension and not r.is_partition group by 1, 2),
tenants as (
  select distinct r.database_id, r.schema, a.attname, y.name as policy, t.name as table_name, y.using_expression, y.roles
  from policy_keys k
  join policies y on y.id = k.policy_id and y.is_permissive
  join policy_facts f on f.policy_id = y.id and f.columns = k.name
  join relations r on r.id = k.relation_id join tables t on t.id = r.id
  join attributes a on a.id = k.attribute_id where a.attname <> 'id'),
open as (
  select t.id, t.database_id, g.grantee, group_concat(distinct g.privilege) as privileges,
         -- What is granted to everybody is granted to the API's roles.
         g.grantee in ('anon', 'authenticated') or g.grantee = 'public' and t.schema = 'public' and exists (
           select 1 from supabase_databases b where b.database_id = t.database_id) as is_served
  from tables t join reachable_grants g on g.relation_id = t.id
  where not t.row_security and g.privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    and not exists (select 1 from policies y where y.relation_id = t.id)
  group by t.id, g.grantee)
select t.id as subject, t.name as object, t.file, t.line,
       replace(group_concat(distinct o.grantee), ',', ', ') || ' may ' || replace(o.privileges, ',', ', ') || ' all rows: row security is off'
         || case when f.tables is null then ', and the platform''s API serves the schema ' || t.schema
                 else ' here, and on for ' || f.tables || ' other table' || case f.tables when 1 then '' else 's' end || ' of ' || t.schema end
         || case when s.attname is not null then ', by ' || quote_ident(s.attname) else '' end as message,
       case when f.tables is not null and s.attname is null and not max(o.is_served) then 'note' end as severity,
       'switch row security on, with a policy' || case when s.attname is not null then ' like that of ' || s.table_name else '' end as fix_title,
       'ALTER TABLE ' || t.name || ' ENABLE ROW LEVEL SECURITY;'
         || case when s.attname is not null then ' CREATE POLICY ' || quote_ident(t.relname || '_own') || ' ON ' || t.name
                 || case s.roles when 'public' then '' else ' TO ' || s.roles end || ' USING ' || s.using_expression || ';' else '' end as fix
from tables t
join open o on o.id = t.id
left join fenced f on f.database_id = t.database_id and f.schema = t.schema
left join tenants s on s.database_id = t.database_id and s.schema = t.schema
  and exists (select 1 from attributes a where a.relation_id = t.id and a.attname = s.attname)
where f.tables is not null or o.is_served
group by t.id;
