-- id: postgres/connections    title: connections that are nearly used up    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 20.3
with limits as (
  select f.database_id, f.client_connections as used, m.number as most,
         m.number - coalesce((select sum(a.number) from amounts a where a.database_id = f.database_id and a.name in ('superuser_reserved_connections', 'reserved_connections')), 3) as free_for_all
  from server_facts f join amounts m on m.database_id = f.database_id and m.name = 'max_connections'),
idle as (
  select database_id, count(*) as n, sum(state = 'idle' and state_seconds > 600) as idle from sessions where backend_type = 'client backend' group by database_id)
select l.database_id as subject, 'max_connections' as object,
       l.used || ' of ' || cast(l.free_for_all as integer) || ' connections are taken (max_connections ' || cast(l.most as integer)
         || ' without the reserved ones): the next ' || cast(max(l.free_for_all - l.used, 0) as integer) || ' go through, then "too many clients"'
         || case when i.idle > 0 then '; ' || i.idle || ' of this database are idle for more than 10 minutes' else '' end as message,
       case when l.used > 0.9 * l.free_for_all then 'error' else 'warning' end as severity
from limits l left join idle i on i.database_id = l.database_id
where l.used > 0.7 * l.free_for_all and l.used >= 10;
