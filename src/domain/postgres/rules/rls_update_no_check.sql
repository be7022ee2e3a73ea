-- id: postgres/rls-update-no-check    title: policies that let rows be given to others    since: 0.1
-- effect: security    severity: warning    default: on    fix: unsafe    prover: other_identity
-- basis: PostgreSQL manual, CREATE POLICY
select y.id as subject, y.table_name as object, y.file, y.line,
       'policy ' || y.name || ' finds rows by ' || k.name || ', but its WITH CHECK does not look at it: '
         || replace(y.roles, 'public', 'every role') || ' can set ' || k.name || ' of a row to that of another' as message,
       'check the owner after the change as well' as fix_title,
       'ALTER POLICY ' || y.name || ' ON ' || y.table_name || ' WITH CHECK (' || y.using_expression || ' AND ' || y.check_expression || ');' as fix
from policy_keys k
join table_policies y on y.id = k.policy_id
where not k.in_check and y.row_security and y.is_permissive and y.command in ('update', 'all')
  and exists (select 1 from policy_roles q join reachable_grants g on g.relation_id = y.relation_id and g.privilege = 'UPDATE'
              where q.policy_id = y.id and (q.role in (g.grantee, 'public') or g.grantee = 'public')
                and (g.attribute_id is null or g.attribute_id = k.attribute_id))
  and not exists (select 1 from policies n join policy_facts f on f.policy_id = n.id
                  where n.relation_id = y.relation_id and not n.is_permissive and n.command in ('update', 'all')
                    and ' ' || f.columns || ' ' like '% ' || k.name || ' %')
group by y.id;
