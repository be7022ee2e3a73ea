-- id: postgres/blocking-lock    title: sessions that others wait for    since: 0.1
-- effect: locks    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 13.3, 27.2.3
with recursive waits as (
  select s.database_id, s.pid, s.query_seconds, cast(b.value as integer) as by_pid
  from sessions s join json_each('[' || replace(s.blocked_by, ' ', ',') || ']') b
  where s.waits_for_lock and s.blocked_by <> ''),
-- Who stands at the root: someone others wait for who waits for nobody.
chain (database_id, pid, seconds, root, depth) as (
  select database_id, pid, query_seconds, by_pid, 1 from waits
  union
  select c.database_id, c.pid, c.seconds, w.by_pid, c.depth + 1 from chain c join waits w on w.database_id = c.database_id and w.pid = c.root
  where c.depth < 30),
roots as (
  select c.database_id, c.root, count(distinct c.pid) as waiting, max(c.seconds) as seconds
  from chain c where not exists (select 1 from waits w where w.database_id = c.database_id and w.pid = c.root)
  group by c.database_id, c.root)
select r.database_id as subject, 'lock of ' || coalesce(s.role || ' (' || coalesce(nullif(s.application, ''), 'no application name') || ')', case when r.root = 0 then 'a prepared transaction' else 'pid ' || r.root end) as object,
       case when r.root = 0 then 'a prepared transaction' else 'pid ' || r.root end
         || coalesce(' (' || s.state || ')', '') || ' holds a lock that ' || r.waiting || case when r.waiting = 1 then ' session waits' else ' sessions wait' end || ' for, the longest since ' || case when r.seconds >= 7200 then cast(r.seconds / 3600 as integer) || ' hours' when r.seconds >= 120 then cast(r.seconds / 60 as integer) || ' minutes' else cast(r.seconds as integer) || ' seconds' end
         || case when s.query is not null then '; ' || case when s.state = 'active' then 'it runs: ' else 'its last statement: ' end || s.query else '' end as message,
       case when r.seconds >= 300 or r.waiting >= 20 then 'error' else 'warning' end as severity,
       (select group_concat(q.line, char(10)) from (select 'pid ' || w.pid || ' waits for pid ' || w.by_pid || ': ' || coalesce(x.query, 'hidden') as line
          from waits w join sessions x on x.database_id = w.database_id and x.pid = w.pid
          where w.database_id = r.database_id and w.pid in (select c.pid from chain c where c.root = r.root) order by w.query_seconds desc limit 5) q) as evidence,
       case when r.root <> 0 then 'end the session that holds it' end as fix_title,
       case when r.root <> 0 then 'SELECT pg_terminate_backend(' || r.root || ');' end as fix
from roots r left join sessions s on s.database_id = r.database_id and s.pid = r.root
where r.seconds >= 60 or r.waiting >= 10;
