-- id: postgres/rls-predicate-unindexed    title: policies that no index serves    since: 0.1
-- effect: speed    severity: note    default: on    fix: safe    prover: policy_time
-- optional: statistics    basis: PostgreSQL manual 5.8
select k.policy_id as subject, y.table_name as object, y.file, y.line,
       'no index leads with ' || k.name || ', which policy ' || y.name || ' compares in every query of '
         || replace(y.roles, 'public', 'every role')
         || coalesce(': each reads all ' || cast(s.row_estimate as integer) || ' rows', '') as message,
       case when s.row_estimate >= 10000 then 'warning' end as severity,
       'index the column of the policy' as fix_title,
       create_index(y.relation_id, k.name) as fix
from policy_keys k
join table_policies y on y.id = k.policy_id
left join relation_statistics s on s.relation_id = y.relation_id
where y.row_security and y.is_permissive
  and not exists (select 1 from indexes i join index_keys x on x.index_id = i.id and x.position = 1
                  where i.relation_id = y.relation_id and x.number = k.number and i.is_valid and i.predicate is null)
  and not coalesce(s.row_estimate between 0 and 1000, 0)
  -- Policies are joined by OR: one that no index can serve makes an index for the others idle.
  and not exists (
    select 1 from policies o join policy_roles a on a.policy_id = o.id join policy_roles b on b.policy_id = y.id
    where o.relation_id = y.relation_id and o.id <> y.id and o.is_permissive and (a.role in (b.role, 'public') or b.role = 'public')
      and (o.command = y.command or o.command = 'all' or y.command = 'all') and o.command <> 'insert'
      and (k.is_member or not exists (select 1 from policy_keys x where x.policy_id = o.id and not x.is_member)))
group by y.relation_id, k.number;
