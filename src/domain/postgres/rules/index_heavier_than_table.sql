-- id: postgres/index-heavier-than-table    title: tables whose indexes are larger than they are    since: 0.1
-- effect: cost    severity: note    default: on    fix: none    prover: insert_cost
-- basis: PostgreSQL manual 11.1
select t.id as subject, t.name as object, t.file, t.line,
       'indexes take ' || (s.index_bytes / 1048576) || ' MB, the rows ' || ((s.bytes + s.toast_bytes) / 1048576) || ' MB; the largest is '
         || (select i.name || ' with ' || (x.bytes / 1048576) || ' MB' from index_statistics x join indexes i on i.id = x.index_id
             where x.relation_id = t.id order by x.bytes desc limit 1) as message
from tables t
join relation_statistics s on s.relation_id = t.id
where s.index_bytes > s.bytes + s.toast_bytes and s.index_bytes >= 104857600 and s.inserts + s.updates >= 100000
  and (select count(*) from indexes i where i.relation_id = t.id) > 3;
