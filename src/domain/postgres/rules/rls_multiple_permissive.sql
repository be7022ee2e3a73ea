-- id: postgres/rls-multiple-permissive    title: several permissive policies for one command    since: 0.1
-- effect: clarity    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, CREATE POLICY
with commands (command) as (values ('select'), ('insert'), ('update'), ('delete')),
sets as (
  select y.relation_id, c.command, r.name as role, count(distinct y.id) as n, group_concat(distinct y.name) as names, min(y.id) as first
  from policies y join commands c on y.command in (c.command, 'all')
  join policy_roles q on q.policy_id = y.id
  join reachable_roles r on r.database_id = y.database_id and q.role in (r.name, 'public')
  where y.is_permissive
  group by y.relation_id, c.command, r.name having count(distinct y.id) > 1),
-- The most policies, said of everybody where it holds for everybody.
worst as (select s.*, max(s.n * 2 + (s.role = 'public')) from sets s group by s.relation_id)
select t.id as subject, t.name as object, y.file, y.line,
       'for ' || upper(s.command) || case s.role when 'public' then ' every role' else ' ' || s.role end || ' has ' || s.n
         || ' permissive policies (' || replace(s.names, ',', ', ') || '): each is run for every row, and one that holds is enough' as message,
       t.database_id || ':permissive' as cause
from worst s join tables t on t.id = s.relation_id join table_policies y on y.id = s.first
where t.row_security;
