-- id: postgres/definer-executable    title: SECURITY DEFINER functions that everybody may call    since: 0.1
-- effect: security    severity: warning    default: on    fix: unsafe    prover: as_role
-- basis: PostgreSQL manual, CREATE FUNCTION
select f.id as subject, f.path as object, f.file, f.line,
       'every role may call it, and as its owner it '
         || case when max(t.is_written) then 'writes ' || replace(group_concat(distinct case when t.is_written then r.name end), ',', ', ') else 'reads ' || replace(group_concat(distinct r.name), ',', ', ') end
         || ', on which they have no such right' as message,
       case when not max(t.is_written) then 'note' end as severity,
       'revoke it from PUBLIC' as fix_title,
       'REVOKE EXECUTE ON ROUTINE ' || f.name || ' FROM PUBLIC;' as fix
from routines f
join reachable_calls c on c.function_id = f.id and c.grantee = 'public'
join function_tables t on t.function_id = f.id
join relations r on r.id = t.relation_id
where f.is_security_definer and not f.is_trigger
  and not exists (select 1 from grants g where g.object_kind = 'relation' and g.object_id = r.id and g.grantee = 'public'
                    and g.privilege in (case when t.is_written then 'UPDATE' else 'SELECT' end, case when t.is_written then 'INSERT' else 'SELECT' end))
  -- It asks who is there.
  and not matches(f.body, 'auth\.(uid|jwt|role|email)|current_setting|session_user|current_user|pg_has_role|has_\w*(role|permission|access)|is_(admin|owner|member)|authori[sz]|current_\w*(user|account|session|tenant|org|member)')
  and (t.is_written or c.is_default and not exists (
         select 1 from dependencies d where d.kind = 'policy' and d.referenced_kind = 'function' and d.referenced_id = f.id))
  -- Where no role but the owner exists there is nobody to keep out.
  and exists (select 1 from roles o where o.database_id = f.database_id and o.name <> f.owner)
group by f.id;
