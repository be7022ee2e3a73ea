-- id: query/foreign-filter    title: rows fetched from another server to be thrown away    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual F.38.4, postgres_fdw: Remote Query Optimization
select n.id as subject, n.path as object,
       printf('fetches %,d rows to keep %,d: the other server is not asked to test %s', n.removed_by_filter + n.rows_total, n.rows_total, n.filter) as message,
       e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type = 'Foreign Scan' and n.removed_by_filter > 1000 and n.removed_by_filter > n.rows_total;
