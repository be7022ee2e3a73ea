-- id: postgres/rls-owner-bypass    title: roles that row security does not stop    since: 0.1
-- effect: security    severity: warning    default: on    fix: unsafe    prover: as_role
-- basis: PostgreSQL manual 5.8
with fenced as (select t.* from tables t where t.row_security and exists (select 1 from policies y where y.relation_id = t.id))
select t.id as subject, t.name as object, t.file, t.line,
       t.owner || ' logs in and owns ' || t.name || ': owners pass row security, so it sees the rows of everybody' as message,
       null as severity, null as cause,
       'let row security hold for the owner too' as fix_title,
       'ALTER TABLE ' || t.name || ' FORCE ROW LEVEL SECURITY;' as fix
from fenced t join roles r on r.database_id = t.database_id and r.name = t.owner
where not t.force_row_security and r.can_login and not r.is_superuser and not r.bypasses_row_security
  and (exists (select 1 from policy_roles q where q.relation_id = t.id and q.role = t.owner)
       or exists (select 1 from reachable_grants g join relations o on o.id = g.relation_id
                  where g.database_id = t.database_id and g.grantee = t.owner and o.row_security))
union all
select t.id, t.name, t.file, t.line,
       'no role but the owner has a right on ' || t.name || ', and owners pass row security: its policies stop nobody',
       'note', t.database_id || ':owner', 'let row security hold for the owner too', 'ALTER TABLE ' || t.name || ' FORCE ROW LEVEL SECURITY;'
from fenced t
where not t.force_row_security
  and not exists (select 1 from reachable_grants g join fenced f on f.id = g.relation_id where g.database_id = t.database_id)
  and not exists (select 1 from grants g where g.database_id = t.database_id and g.object_kind = 'relation' and not g.is_default)
  and not exists (select 1 from roles o where o.database_id = t.database_id and o.name = t.owner and not o.is_superuser)
  and not exists (select 1 from supabase_databases s where s.database_id = t.database_id)
union all
select r.id, quote_ident(r.name), null, null,
       r.name || ' logs in with BYPASSRLS and may read ' || min(t.name) || case count(distinct t.id) when 1 then '' else ' and '
         || (count(distinct t.id) - 1) || ' more with row security' end || ': no policy applies to it', null, null,
       'take BYPASSRLS away', 'ALTER ROLE ' || quote_ident(r.name) || ' NOBYPASSRLS;'
from roles r
join grants g on g.database_id = r.database_id and g.object_kind = 'relation' and g.grantee = r.name and g.privilege in ('SELECT', 'UPDATE', 'DELETE')
join fenced t on t.id = g.object_id
where r.can_login and r.bypasses_row_security and not r.is_superuser
  and not has_word(r.name, 'admin dba backup dump migrator migration migrations owner postgres supabase replication replicator repair maintenance')
group by r.id;
