-- id: postgres/hba-trust    title: connections that need no password    since: 0.1
-- effect: security    severity: error    default: on    fix: none
-- basis: PostgreSQL manual 21.4
with rules as (
  select h.*, (h.address in ('127.0.0.1', '::1', 'samehost', 'localhost') or h.address like '127.%') as is_local from access_rules h
  where h.error is null)
select d.id as subject, 'pg_hba.conf line ' || h.line as object,
       case h.method
         when 'trust' then 'whoever reaches the server from ' || coalesce(h.address, 'anywhere') || case when h.netmask is not null and not h.is_local then '/' || h.netmask else '' end
              || ' is ' || case h.roles when 'all' then 'any role it names, a superuser too' else h.roles end || ', without a password'
         when 'ident' then 'the client''s own machine (' || coalesce(h.address, 'any') || ') says who it is: method ident'
         else 'passwords cross the network readable: method password on a connection that need not be encrypted' end as message,
       case when h.method = 'trust' and h.is_local then 'note' when h.method <> 'trust' then 'warning' end as severity
from rules h
join databases d on d.id = h.database_id
where h.type <> 'local' and h.roles is not null
  and (h.method = 'trust' or h.method = 'ident' and not h.is_local or h.method = 'password' and h.type in ('host', 'hostnossl') and not h.is_local)
  and h.databases <> 'replication' or h.type <> 'local' and h.method = 'trust' and h.databases = 'replication' and not h.is_local;
