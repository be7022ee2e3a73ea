-- id: postgres/powerful-role    title: login roles that can become superuser    since: 0.1
-- effect: security    severity: warning    default: on    fix: unsafe
-- basis: PostgreSQL manual 22.5
with recursive paths (database_id, login, role, path) as (
  select r.database_id, r.name, r.name, r.name from roles r where r.can_login and not r.is_superuser
  union
  select p.database_id, p.login, m.role, p.path || ' → ' || m.role
  from paths p join role_members m on m.database_id = p.database_id and m.member = p.role
  where length(p.path) < 400 and instr(' ' || p.path || ' ', ' ' || m.role || ' ') = 0)
select r.id as subject, quote_ident(r.name) as object,
       case p.role when 'pg_execute_server_program' then r.name || ' can run programs on the server'
                   when 'pg_write_server_files' then r.name || ' can write files of the server'
                   when 'pg_read_server_files' then r.name || ' can read files of the server, its keys and other databases included'
                   else r.name || ' can become the superuser ' || p.role end
         || ': ' || p.path || '. From there it is one step to superuser' as message,
       null as severity, 'take it out of the role' as fix_title,
       'REVOKE ' || quote_ident(p.role) || ' FROM ' || quote_ident((
          select m.member from role_members m where m.database_id = p.database_id and m.role = p.role
            and instr(' ' || p.path || ' ', ' ' || m.member || ' → ' || p.role || ' ') > 0 limit 1)) || ';' as fix
from paths p
join roles r on r.database_id = p.database_id and r.name = p.login
left join roles s on s.database_id = p.database_id and s.name = p.role
where (p.role in ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files') or s.is_superuser)
  and p.role <> p.login
  and not has_word(p.login, 'admin dba root backup postgres supabase rds rdsadmin cloudsqladmin')
group by r.id, p.role
union all
select r.id, quote_ident(r.name),
       r.name || ' has CREATEROLE: before PostgreSQL 16 it can give itself any role but a superuser''s, pg_execute_server_program included',
       null, 'take CREATEROLE away', 'ALTER ROLE ' || quote_ident(r.name) || ' NOCREATEROLE;'
from roles r join databases d on d.id = r.database_id
where r.can_create_role and r.can_login and not r.is_superuser and d.version < 160000
  and not has_word(r.name, 'admin dba root postgres supabase rds rdsadmin cloudsqladmin')
group by r.id;
