-- id: postgres/hot-updates-low    title: updates that leave their page    since: 0.1
-- effect: speed    severity: note    default: on    fix: manual    prover: room_left
-- basis: PostgreSQL manual 73.7, heap-only tuples
select r.id as subject, r.name as object,
       'of ' || s.updates || ' updates only ' || cast(100.0 * s.hot_updates / s.updates as integer) || ' % stayed in their page (HOT): the others wrote a new entry into each of '
         || i.n || ' indexes' || case when coalesce(r.fillfactor, 100) = 100 then '; the fillfactor of 100 leaves no room in the pages' else '; an indexed column changes' end as message,
       case when coalesce(r.fillfactor, 100) = 100 then 'leave room in new pages' end as fix_title,
       case when coalesce(r.fillfactor, 100) = 100 then 'ALTER TABLE ' || r.name || ' SET (fillfactor = 90);' end as fix,
       case when r.is_partition then r.database_id || ':hot:' || r.parent_id end as cause
from relations r join relation_statistics s on s.relation_id = r.id
join (select relation_id, count(*) as n from indexes group by relation_id) i on i.relation_id = r.id
where r.kind = 'table' and not r.is_extension and r.persistence <> 'temporary'
  and s.updates >= 100000 and s.hot_updates < 0.5 * s.updates and i.n >= 2 and coalesce(r.fillfactor, 100) >= 90
order by s.updates - s.hot_updates desc;
