-- id: postgres/definer-search-path    title: SECURITY DEFINER functions with the caller's search_path    since: 0.1
-- effect: security    severity: error    default: on    fix: unsafe    prover: definer_shadow
-- basis: PostgreSQL manual, CREATE FUNCTION, writing SECURITY DEFINER functions safely
with definers as (
  select f.*, ',' || replace(replace(coalesce(f.search_path, ''), ' ', ''), '"', '') || ',' as path_list,
         (select group_concat(distinct r.relname) from function_tables t join relations r on r.id = t.relation_id
          where t.function_id = f.id and not t.is_qualified) as bare
  from routines f
  where f.is_security_definer and f.language in ('sql', 'plpgsql') and not matches(f.body, '^\s*(BEGIN ATOMIC|RETURN )')
    and (f.is_trigger or exists (select 1 from reachable_calls c where c.function_id = f.id))),
judged as (
  select d.*, case when d.search_path is null then 'none'
                   when exists (select 1 from schemas s where s.database_id = d.database_id and s.public_can_create
                                  and instr(d.path_list, ',' || s.name || ',') > 0) then 'open'
                   when instr(d.path_list, ',pg_temp,') = 0 and d.bare is not null
                        and exists (select 1 from database_facts b join databases x on x.id = b.database_id
                                    where b.database_id = d.database_id and (b.public_can_temp or x.kind = 'file')) then 'temporary' end as fault
  from definers d)
select j.id as subject, j.path as object, j.file, j.line,
       'runs as ' || case when exists (select 1 from roles o where o.database_id = j.database_id and o.name = j.owner) then j.owner else 'its owner' end || ' '
         || case j.fault
              when 'none' then 'with the search_path of whoever calls it'
              when 'open' then 'with search_path ' || j.search_path || ', where everybody may create objects'
              else 'with search_path ' || j.search_path || ', in which the caller''s temporary tables come first' end
         || case when j.bare is not null then ': ' || replace(j.bare, ',', ', ') || ' can be the caller''s own'
                 else ': functions and operators that it uses can be the caller''s own' end as message,
       -- Requests through Supabase's API send no SQL: they can set no search_path and make no temporary table.
       case when exists (select 1 from supabase_databases s where s.database_id = j.database_id)
            then case j.fault when 'temporary' then 'note' else 'warning' end
            when j.fault = 'temporary' then 'warning' end as severity,
       case when j.bare is null then j.database_id || ':' || j.schema || ':' || j.fault end as cause,
       'fix the search_path, temporary objects last' as fix_title,
       'ALTER ROUTINE ' || j.name || ' SET search_path = pg_catalog, '
         || case when j.fault = 'temporary' then j.search_path else quote_ident(j.schema)
              || case when j.schema <> 'public' and j.bare is not null and not exists (
                   select 1 from function_tables t join relations r on r.id = t.relation_id where t.function_id = j.id and r.schema <> 'public' and not t.is_qualified)
                 then ', public' else '' end end
         || ', pg_temp;' as fix
from judged j where j.fault is not null;
