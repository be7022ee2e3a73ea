-- id: postgres/security-barrier-missing    title: views that filter rows for a role and leak them    since: 0.1
-- effect: security    severity: note    default: on    fix: safe    prover: leaky_view
-- basis: PostgreSQL manual 41.5
select v.id as subject, v.name as object, v.file, v.line,
       replace(group_concat(distinct g.grantee), ',', ', ') || ' sees ' || min(t.name) || ' only through ' || v.name
         || ', but a function in its WHERE can run before the view''s own condition and sees the other rows' as message,
       'let the view''s condition come first' as fix_title,
       'ALTER VIEW ' || v.name || ' SET (security_barrier = true);' as fix
from user_views v
join grants g on g.object_kind = 'relation' and g.object_id = v.id and g.privilege = 'SELECT' and g.grantee not in (v.owner, 'public')
join dependencies d on d.kind = 'rule' and d.object_id = v.id and d.referenced_kind = 'relation'
join relations t on t.id = (d.referenced_id >> 11) << 11 and t.kind in ('table', 'partitioned') and not t.row_security
where v.kind = 'view' and not v.security_barrier and not v.security_invoker
  and matches(v.definition, 'WHERE [^;]*(''|[<>]|IS |~~| true| false|= [0-9]|NOT )')
  and not matches(v.definition, 'GROUP BY|DISTINCT|UNION|INTERSECT|EXCEPT|LIMIT|OVER \(|WITH ')
  and not exists (select 1 from grants b where b.object_kind in ('relation') and b.object_id = t.id and b.privilege = 'SELECT'
                    and b.grantee in (g.grantee, 'public'))
  and not exists (select 1 from role_members m join grants b on b.object_kind = 'relation' and b.object_id = t.id and b.privilege = 'SELECT'
                    and b.database_id = m.database_id and b.grantee = m.role where m.database_id = v.database_id and m.member = g.grantee)
  and not exists (select 1 from roles r where r.database_id = v.database_id and r.name = g.grantee and (r.bypasses_row_security or r.is_superuser))
group by v.id;
