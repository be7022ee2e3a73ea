-- id: postgres/wraparound-xid    title: databases that run out of transaction ids    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual
-- optional: live server    basis: PostgreSQL manual 25.1.5
with oldest as (
  select s.database_id, t.id as table_id, t.name, s.xid_age as age,
         row_number() over (partition by s.database_id order by s.xid_age desc) as place
  from relation_statistics s join relations t on t.id = s.relation_id),
aged as (
  select d.*, coalesce((select value from settings g where g.database_id = d.database_id and g.name = 'autovacuum_freeze_max_age'), 200000000) + 0 as forced,
         2147483648 - 3000000 - d.xid_age as left
  from server_databases d)
select a.database_id as subject, a.name as object,
       'the oldest transaction ids of database ' || quote_ident(a.name) || ' are ' || cast(a.xid_age / 1000000 as integer) || ' million behind: '
         || case when a.left <= 0 then 'the server takes no more writes'
                 else 'in ' || cast(a.left / 1000000 as integer) || ' million more the server takes no more writes, in any database' end
         || case when a.is_current and o.name is not null then '; the oldest table is ' || o.name else '' end as message,
       case when a.xid_age > 1600000000 then 'error' when a.xid_age > 1300000000 then 'warning' else 'note' end as severity,
       'freeze the oldest tables first, then the database' as fix_title,
       case when a.is_current and o.name is not null then 'VACUUM (FREEZE, VERBOSE) ' || o.name || ';' || char(10) else '' end
         || 'VACUUM (FREEZE, VERBOSE);' as fix
from aged a
left join oldest o on o.database_id = a.database_id and o.place = 1
where a.xid_age > max(2147483648 / 2, 2 * a.forced) and (a.takes_connections or a.xid_age > 1600000000);
