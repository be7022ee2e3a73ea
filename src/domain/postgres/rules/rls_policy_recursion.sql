-- id: postgres/rls-policy-recursion    title: policies that read their own table    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual    prover: policy_recursion
-- basis: PostgreSQL manual, CREATE POLICY
with recursive steps as (
  select y.id as policy_id, y.name, y.relation_id as here, r.relation_id as there, q.role, y.command, r.in_using
  from policies y join policy_reads r on r.policy_id = y.id
  join policy_roles q on q.policy_id = y.id
  join relations u on u.id = r.relation_id and u.row_security join relations t on t.id = y.relation_id and t.row_security),
-- Reading the table on the way, only its policies for SELECT count.
reads as (select * from steps where command in ('select', 'all') and in_using),
walk (start, policy_id, role, here) as (
  select here, policy_id, role, there from steps
  union
  select w.start, w.policy_id, case w.role when 'public' then r.role else w.role end, r.there
  from walk w join reads r on r.here = w.here and (r.role in (w.role, 'public') or w.role = 'public'))
select t.id as subject, t.name as object, y.file, y.line,
       'policy ' || y.name || case when exists (select 1 from steps s where s.policy_id = y.id and s.there = t.id)
            then ' reads ' || t.name || ' itself'
            else ' reads ' || (select replace(group_concat(distinct u.name), ',', ', ') from steps s join relations u on u.id = s.there where s.policy_id = y.id)
                 || ', whose policies read ' || t.name end
         || ': ' || case y.command when 'all' then 'every query' when 'select' then 'every query' else 'every ' || upper(y.command) end
         || ' of ' || replace(y.roles, 'public', 'every role') || ' fails with "infinite recursion detected in policy"' as message,
       y.database_id || ':' || (select min(w2.here) from walk w2 where w2.start = t.id
         and exists (select 1 from walk w3 where w3.start = w2.here and w3.here = t.id)) as cause
from walk w
join tables t on t.id = w.start
join table_policies y on y.id = w.policy_id
where w.here = w.start and exists (select 1 from reads r where r.here = w.start and (r.role in (w.role, 'public') or w.role = 'public'))
group by t.id;
