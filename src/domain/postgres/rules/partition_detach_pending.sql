-- id: postgres/partition-detach-pending    title: partitions half detached    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe
-- basis: PostgreSQL manual, ALTER TABLE, DETACH PARTITION
select c.id as subject, c.name as object, coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line,
       'DETACH CONCURRENTLY from ' || t.name || ' was not finished: its rows are no longer seen through ' || t.name
         || ', and no other partition can be detached this way' as message,
       'finish the detaching' as fix_title,
       'ALTER TABLE ' || t.name || ' DETACH PARTITION ' || c.name || ' FINALIZE;' as fix
from relations c join tables t on t.id = c.parent_id left join places p on p.object_id = c.id
where c.is_partition and c.detach_pending;
