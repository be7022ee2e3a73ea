-- id: postgres/hba-wide    title: access rules for everybody from everywhere    since: 0.1
-- effect: security    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 21.1
select d.id as subject, 'pg_hba.conf line ' || h.line as object,
       'any role may try to log in to any database from any address (' || h.method || ')' as message,
       d.id || ':wide' as cause
from access_rules h
join databases d on d.id = h.database_id
where h.type in ('host', 'hostssl', 'hostnossl') and h.method not in ('reject', 'cert', 'trust') and h.error is null
  and ',' || h.databases || ',' like '%,all,%' and ',' || h.roles || ',' like '%,all,%'
  and (h.address = 'all' or h.netmask in ('0.0.0.0', '::'))
  -- Sent away before, or nobody listens outside.
  and not exists (select 1 from access_rules b where b.database_id = h.database_id and b.line < h.line and b.method = 'reject'
                    and ',' || b.databases || ',' like '%,all,%' and (b.address = 'all' or b.netmask in ('0.0.0.0', '::'))
                    and (b.type = 'host' or b.type = h.type))
  and not exists (select 1 from settings s where s.database_id = h.database_id and s.name = 'listen_addresses' and s.value in ('', 'localhost', '127.0.0.1'));
