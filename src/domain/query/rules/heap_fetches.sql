-- id: query/heap-fetches    title: index-only scans that visit the table    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe
-- basis: PostgreSQL manual 11.9, Index-Only Scans and Covering Indexes
select n.id as subject, n.path as object,
       printf('looks up %,d rows in the table for %,d that it returns: most blocks are not marked as visible to all', n.heap_fetches, n.rows_total) as message,
       e.own as evidence,
       'mark the blocks' as fix_title,
       'VACUUM ' || t.table_name || ';' as fix
from heavy_nodes n
join node_evidence e on e.node_id = n.id
join node_tables t on t.node_id = n.id
where n.type = 'Index Only Scan' and n.heap_fetches > 1000 and n.heap_fetches > 0.1 * n.rows_total;
