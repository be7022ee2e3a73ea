-- id: postgres/vacuum-horizon-held    title: what keeps VACUUM from removing dead rows    since: 0.1
-- effect: cost    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 25.1.2, 27.4, 52.17
with holders as (
  select s.database_id, 'session of ' || coalesce(s.role, s.backend_type) as object,
         'pid ' || s.pid || ' (' || coalesce(nullif(s.application, ''), s.backend_type, 'a session') || ', ' || coalesce(s.state, 'state unknown') || ')' as holder,
         s.transaction_seconds as seconds, s.xmin_age as age, 'end its transaction' as fix_title,
         'SELECT pg_terminate_backend(' || s.pid || ');' as fix
  from sessions s
  -- VACUUM itself holds nothing back; a walsender's is reported with the standby or the slot.
  where s.xmin_age is not null and coalesce(s.backend_type, '') in ('client backend', 'parallel worker', '')
    and coalesce(s.query, '') not like 'VACUUM%' and coalesce(s.query, '') not like 'vacuum%'
  union all
  select r.database_id, 'slot ' || r.name, 'replication slot ' || r.name || case when r.is_active then '' else ' (nobody is connected)' end,
         null, r.xmin_age, 'drop the slot if its reader is gone for good', 'SELECT pg_drop_replication_slot(' || quote_literal(r.name) || ');'
  from replication_slots r
  union all
  select p.database_id, 'prepared transaction ' || p.gid, 'prepared transaction ' || quote_literal(p.gid) || ' of ' || p.owner, p.age_seconds, p.xid_age,
         'finish it', 'ROLLBACK PREPARED ' || quote_literal(p.gid) || ';'
  from prepared_transactions p
  union all
  select b.database_id, 'standby ' || coalesce(b.application, ''), 'standby ' || coalesce(b.application, '') || ' (hot_standby_feedback)', null, b.xmin_age,
         'end the long query on the standby', null
  from standbys b
  -- A standby that uses a slot is there already.
  where not exists (select 1 from replication_slots r where r.database_id = b.database_id and r.xmin_age >= b.xmin_age))
select h.database_id as subject, h.object,
       h.holder || ' keeps VACUUM from removing rows that died since '
         || case when h.seconds is null then '' when h.seconds >= 7200 then cast(h.seconds / 3600 as integer) || ' hours: ' else cast(h.seconds / 60 as integer) || ' minutes: ' end
         || case when h.seconds is null then 'its snapshot: ' else '' end
         || h.age || ' transactions' || case when d.dead > 0 then '; ' || d.dead || ' dead rows wait in this database' else '' end as message,
       h.fix_title, h.fix
from holders h
left join (select t.database_id, sum(t.dead_rows) as dead from relation_statistics t group by t.database_id) d on d.database_id = h.database_id
where h.age > 50000000 or (h.seconds > 3600 and h.age > 10000);
