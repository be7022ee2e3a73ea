-- id: postgres/superuser-app    title: applications that connect as superuser    since: 0.1
-- effect: security    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 22.2
select r.id as subject, quote_ident(r.name) as object,
       count(*) || ' session' || case count(*) when 1 then '' else 's' end || coalesce(' (' || replace(group_concat(distinct nullif(s.application, '')), ',', ', ') || ')', '')
         || ' as superuser ' || r.name || ': an injection there reads files and runs programs on the server' as message
from sessions s
join roles r on r.database_id = s.database_id and r.name = s.role
where r.is_superuser and s.backend_type = 'client backend'
  and not matches(coalesce(s.application, ''), '^(assay|psql|pgAdmin|DBeaver|DataGrip|pg_dump|pg_restore|pg_basebackup|pgbackrest|barman|patroni|repmgr|pg_\w+)')
  -- Administration comes and goes; an application keeps its sessions or has several.
  and (s.session_seconds > 60 or s.state <> 'active')
group by r.id;
