-- id: postgres/view-bypasses-rls    title: views that show rows which policies hide    since: 0.1
-- effect: security    severity: error    default: on    fix: unsafe    prover: view_rows
-- basis: PostgreSQL manual, CREATE VIEW
with recursive reads (view_id, relation_id) as (
  select d.object_id, (d.referenced_id >> 11) << 11 from dependencies d where d.kind = 'rule' and d.referenced_kind = 'relation'
    and exists (select 1 from relations t where t.row_security)
  union
  -- A view of a view: the inner one reads with its own owner's rights, unless it takes those of the caller.
  select w.view_id, (d.referenced_id >> 11) << 11 from reads w
  join relations v on v.id = w.relation_id and v.kind in ('view', 'materialized')
  join dependencies d on d.kind = 'rule' and d.object_id = v.id and d.referenced_kind = 'relation'),
passes as (
  select v.id, t.id as table_id, t.name as table_name
  from user_views v join reads w on w.view_id = v.id join relations t on t.id = w.relation_id
  left join roles o on o.database_id = v.database_id and o.name = v.owner
  where t.row_security and (not v.security_invoker or v.kind = 'materialized')
    and (v.kind = 'materialized' or v.owner = t.owner and not t.force_row_security or coalesce(o.is_superuser, 0) or coalesce(o.bypasses_row_security, 0))
    and not exists (select 1 from policies y join policy_facts f on f.policy_id = y.id
                    where y.relation_id = t.id and y.command in ('select', 'all') and f.using_always and y.roles like '%public%')
    -- A condition of its own on who asks.
    and not matches(v.definition, 'current_setting|auth\.(uid|jwt|role|email)|current_user|session_user|pg_has_role')
    and not exists (select 1 from dependencies d join dependencies p on p.referenced_id = d.referenced_id and p.kind = 'policy'
                    where d.object_id = v.id and d.kind = 'rule' and d.referenced_kind = 'function'))
select v.id as subject, v.name as object, v.file, v.line,
       replace(group_concat(distinct g.grantee), ',', ', ') || ' reads ' || v.name || ', '
         || case v.kind when 'materialized' then 'a copy without the policies of ' else 'which reads with the rights of its owner, past the policies of ' end
         || replace(group_concat(distinct p.table_name), ',', ', ') as message,
       case when not max(exists (select 1 from reachable_grants b where b.relation_id = p.table_id and b.privilege = 'SELECT'
                                   and b.grantee in (g.grantee, 'public'))) then 'warning' end as severity,
       case when v.kind = 'view' and d.version >= 150000 then 'read with the rights of the caller' end as fix_title,
       case when v.kind = 'view' and d.version >= 150000 then 'ALTER VIEW ' || v.name || ' SET (security_invoker = true);' end as fix
from passes p
join user_views v on v.id = p.id
join databases d on d.id = v.database_id
join reachable_grants g on g.relation_id = v.id and g.privilege = 'SELECT'
where not exists (select 1 from roles b where b.database_id = v.database_id and b.name = g.grantee and b.bypasses_row_security)
group by v.id;
