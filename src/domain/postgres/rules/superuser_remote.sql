-- id: postgres/superuser-remote    title: superusers that may log in over the network    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 21.1; CIS PostgreSQL Benchmark
select r.id as subject, quote_ident(r.name) as object,
       'superuser ' || r.name || ' may log in from ' || coalesce(h.address, 'anywhere') || case when h.netmask is not null then '/' || h.netmask else '' end
         || ' (pg_hba.conf line ' || h.line || ')' as message,
       case when ',' || h.roles || ',' like '%,' || r.name || ',%' then 'warning' end as severity,
       r.database_id || ':remote' as cause
from access_rules h
join roles r on r.database_id = h.database_id and r.is_superuser and r.can_login
where h.type in ('host', 'hostssl', 'hostnossl') and h.method not in ('reject', 'cert') and h.error is null
  and (',' || h.roles || ',' like '%,all,%' or ',' || h.roles || ',' like '%,' || r.name || ',%')
  and h.databases <> 'replication'
  and not (h.address in ('127.0.0.1', '::1', 'samehost', 'localhost') or h.address like '127.%')
  and not exists (select 1 from access_rules b where b.database_id = h.database_id and b.line < h.line and b.method = 'reject' and b.type in ('host', h.type)
                    and (',' || b.roles || ',' like '%,all,%' or ',' || b.roles || ',' like '%,' || r.name || ',%')
                    and (b.address = 'all' or b.netmask in ('0.0.0.0', '::') or b.address = h.address))
  and not exists (select 1 from settings s where s.database_id = h.database_id and s.name = 'listen_addresses' and s.value in ('', 'localhost', '127.0.0.1'))
group by r.id;
