-- id: postgres/public-grant    title: tables that everybody may read or write    since: 0.1
-- effect: security    severity: warning    default: on    fix: unsafe    prover: as_role
-- basis: PostgreSQL manual 5.7
with given as (
  select g.object_id, group_concat(distinct g.privilege) as privileges,
         max(g.privilege in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')) as writes,
         max(g.privilege = 'TRUNCATE') as empties
  from grants g
  where g.object_kind = 'relation' and g.grantee = 'public' and not g.is_default
    and g.privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
  group by g.object_id)
select t.id as subject, t.name as object, t.file, t.line,
       'every role of the server that can connect may ' || replace(v.privileges, ',', ', ')
         || case when t.row_security then ': policies do not stop TRUNCATE' when v.writes then ': also those of reports and partners' else '' end as message,
       case when not v.writes then 'note' end as severity,
       t.schema_id || ':' || t.row_security || v.privileges as cause,
       'take it from PUBLIC' as fix_title,
       'REVOKE ' || replace(v.privileges, ',', ', ') || ' ON ' || t.name || ' FROM PUBLIC;' as fix
from given v
join tables t on t.id = v.object_id
join schemas s on s.id = t.schema_id
where (not t.row_security or v.empties)
  and (s.public_can_use or exists (select 1 from grants u where u.object_kind = 'schema' and u.object_id = s.id and u.privilege = 'USAGE'));
