-- id: postgres/rls-no-policy    title: tables whose row security lets nobody in    since: 0.1
-- effect: correctness    severity: note    default: on    fix: none    prover: as_role
-- basis: PostgreSQL manual 5.8
select t.id as subject, t.name as object, t.file, t.line,
       replace(group_concat(distinct g.grantee), ',', ', ') || ' may ' || replace(group_concat(distinct g.privilege), ',', ', ')
         || ', but row security is on and no policy lets a row through: it looks empty' as message,
       t.schema_id || ':' || group_concat(distinct g.grantee) as cause
from tables t
join reachable_grants g on g.relation_id = t.id and not g.is_platform
where t.row_security and g.privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  and not exists (select 1 from policies y where y.relation_id = t.id and y.is_permissive)
  and not exists (select 1 from relations c join policies y on y.relation_id = c.id where c.parent_id = t.id)
group by t.id;
