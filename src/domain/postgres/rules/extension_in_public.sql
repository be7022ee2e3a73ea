-- id: postgres/extension-in-public    title: extensions among the user's own objects    since: 0.1
-- effect: clarity    severity: note    default: on    fix: unsafe
-- basis: PostgreSQL manual, CREATE EXTENSION
with placed as (
  -- What the lab made because a platform has it says nothing of the files.
  select e.* from extensions e
  where not exists (select 1 from load_notes n where n.database_id = e.database_id
                      and n.message like 'extension ' || e.name || ' is not made by these files%'))
select x.id as subject, quote_ident(x.name) as object,
       'its functions and types lie in public among your own'
         || coalesce(', while ' || (select replace(group_concat(distinct o.name), ',', ', ') from placed o where o.database_id = x.database_id
              and o.schema not in ('public', 'pg_catalog', 'auth', 'storage') and o.is_relocatable) || ' lies in '
              || (select min(o.schema) from placed o where o.database_id = x.database_id
                   and o.schema not in ('public', 'pg_catalog', 'auth', 'storage') and o.is_relocatable), '') as message,
       x.database_id || ':public' as cause,
       'move it to a schema for extensions' as fix_title,
       'ALTER EXTENSION ' || quote_ident(x.name) || ' SET SCHEMA '
         || quote_ident(coalesce((select min(o.schema) from placed o where o.database_id = x.database_id
              and o.schema not in ('public', 'pg_catalog', 'auth', 'storage') and o.is_relocatable), 'extensions')) || ';' as fix
from placed x
where x.schema = 'public' and x.name <> 'plpgsql' and x.is_relocatable and x.version <> 'stub'
  and (exists (select 1 from placed o where o.database_id = x.database_id and o.is_relocatable
                 and o.schema not in ('public', 'pg_catalog', 'auth', 'storage'))
       or exists (select 1 from supabase_databases s where s.database_id = x.database_id));
