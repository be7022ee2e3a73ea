-- id: postgres/rls-per-row-function    title: policies that call a function for every row    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe    prover: policy_time
-- basis: PostgreSQL manual 38.7
with calls as (
  select c.policy_id, c.database_id, group_concat(distinct c.function) as functions, count(distinct c.function) as n,
         min(c.key_number is not null and exists (
           select 1 from indexes i join index_keys x on x.index_id = i.id and x.position = 1
           where i.relation_id = c.relation_id and x.number = c.key_number and i.is_valid and i.predicate is null)) as is_indexed
  from policy_calls c group by c.policy_id)
select y.id as subject, y.table_name as object, y.file, y.line,
       case count(*) when 1 then 'policy ' || y.name || ' calls ' else 'policies ' || group_concat(y.name, ', ') || ' call ' end
         || replace(group_concat(distinct c.functions), ',', ' and ') || ' for every row looked at: in (SELECT …) '
         || case group_concat(distinct c.functions) when min(c.functions) then case max(c.n) when 1 then 'it runs' else 'they run' end else 'they run' end || ' once'
         || case when min(c.is_indexed) then ' also where another index finds the rows' else '' end as message,
       case when min(c.is_indexed) then 'note' end as severity,
       case when min(c.is_indexed) then c.database_id || ':indexed' end as cause,
       'wrap the call, so that it runs once' as fix_title,
       group_concat('ALTER POLICY ' || y.name || ' ON ' || y.table_name || ' USING (' || wrap_calls(y.using_expression, c.functions) || ');', char(10)) as fix
from calls c join table_policies y on y.id = c.policy_id
where y.row_security and y.command <> 'insert'
group by y.relation_id;
