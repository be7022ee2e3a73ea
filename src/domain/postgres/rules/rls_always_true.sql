-- id: postgres/rls-always-true    title: policies that let everybody write every row    since: 0.1
-- effect: security    severity: warning    default: on    fix: unsafe    prover: other_identity
-- basis: PostgreSQL manual, CREATE POLICY
with owners as (
  select k.relation_id, y.using_expression, k.name, min(y.name) as policy from policy_keys k join policies y on y.id = k.policy_id
  join policy_facts f on f.policy_id = y.id where f.columns = k.name and y.is_permissive group by k.relation_id)
select y.id as subject, y.table_name as object, y.file, y.line,
       'policy ' || y.name || ' lets '
         || case when exists (select 1 from policy_roles q where q.policy_id = y.id and q.role = 'public') then 'every role' else y.roles end
         || case y.command when 'all' then ' insert, change and delete every row' when 'update' then ' change every row'
                           when 'delete' then ' delete every row' else ' insert rows in anybody''s name' end
         || case when f.using_signed_in or f.check_signed_in then ': it only asks whether somebody is signed in'
                 when y.command = 'insert' then ': its condition is always true, while ' || w.policy || ' compares ' || w.name
                 else ': its condition is always true' end as message,
       case when w.name is not null then 'use the condition of policy ' || w.policy end as fix_title,
       case when w.name is not null then 'ALTER POLICY ' || y.name || ' ON ' || y.table_name
         || case y.command when 'insert' then '' else ' USING ' || w.using_expression end
         || case y.command when 'delete' then '' else ' WITH CHECK ' || w.using_expression end || ';' end as fix
from table_policies y
join policy_facts f on f.policy_id = y.id
left join owners w on w.relation_id = y.relation_id
where y.row_security and y.is_permissive
  and case y.command
        when 'insert' then (f.check_always or f.check_signed_in) and w.name is not null
        when 'select' then 0
        else (f.using_always or f.using_signed_in) and (y.check_expression is null or f.check_always or f.check_signed_in) end
  and exists (select 1 from policy_roles q join reachable_grants g on g.relation_id = y.relation_id
              where q.policy_id = y.id and (q.role = g.grantee or q.role = 'public' or g.grantee = 'public' and exists
                (select 1 from reachable_roles r where r.database_id = y.database_id and r.name = q.role))
                and (y.command = 'all' and g.privilege in ('INSERT', 'UPDATE', 'DELETE') or g.privilege = upper(y.command)))
  and not exists (select 1 from policies n where n.relation_id = y.relation_id and not n.is_permissive
                    and n.command in (y.command, 'all'));
