-- id: postgres/autovacuum-lag    title: tables that autovacuum does not keep up with    since: 0.1
-- effect: cost    severity: warning    default: on    fix: manual
-- optional: live server    basis: PostgreSQL manual 25.1.6
with measured as (
  select r.*, s.dead_rows, s.inserted_since_vacuum, s.vacuumed_days, cast(coalesce(s.row_estimate, s.live_rows, 0) as integer) as rows,
         case when a.vacuum_most > 0 then min(a.vacuum_most, a.vacuum_base + a.vacuum_factor * coalesce(s.row_estimate, 0))
              else a.vacuum_base + a.vacuum_factor * coalesce(s.row_estimate, 0) end as due,
         case when a.insert_base >= 0 then a.insert_base + a.insert_factor * coalesce(s.row_estimate, 0) end as insert_due
  from relations r join relation_statistics s on s.relation_id = r.id join autovacuum_limits a on a.relation_id = r.id
  where r.kind = 'table' and not r.is_extension and r.persistence <> 'temporary' and not a.is_off
    and not exists (select 1 from vacuums v where v.relation_id = r.id))
select m.id as subject, m.name as object,
       case when m.dead_rows > 2 * m.due
            then m.dead_rows || ' dead rows beside about ' || m.rows || ' live ones: autovacuum should come at ' || cast(m.due as integer)
            else m.inserted_since_vacuum || ' rows inserted since the last VACUUM: autovacuum should come at ' || cast(m.insert_due as integer)
              || '; until it has, index-only scans visit the table' end
         || coalesce(', and was last there ' || cast(m.vacuumed_days as integer) || ' days ago', ', and never was there') as message,
       'vacuum it now' as fix_title,
       'VACUUM (ANALYZE) ' || m.name || ';' as fix,
       case when m.is_partition then m.database_id || ':lag:' || m.parent_id end as cause
from measured m
where (m.dead_rows >= 10000 and m.dead_rows > 2 * m.due) or (m.inserted_since_vacuum >= 100000 and m.inserted_since_vacuum > 2 * m.insert_due)
order by m.dead_rows desc;
