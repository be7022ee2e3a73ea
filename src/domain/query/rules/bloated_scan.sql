-- id: query/bloated-scan    title: tables of mostly empty blocks    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 25.1.2, Recovering Disk Space
select n.id as subject, n.path as object,
       printf('reads %,d blocks that hold %,d rows: most of the table is empty space', n.exclusive_hit + n.exclusive_read,
              n.rows_total + coalesce(n.removed_by_filter, 0)) as message,
       e.own as evidence,
       'give the space back, in a window in which the table may be locked' as fix_title,
       'VACUUM FULL ' || t.table_name || ';' as fix
from heavy_nodes n
join node_evidence e on e.node_id = n.id
join node_tables t on t.node_id = n.id
-- A row is at most a quarter of a block: longer ones are kept outside. A scan that was stopped has not seen all rows.
where n.type = 'Seq Scan' and n.loops <= n.participants and n.exclusive_hit + n.exclusive_read >= 1000
  and n.rows_total + coalesce(n.removed_by_filter, 0) < n.exclusive_hit + n.exclusive_read;
