-- id: query/offset-rows    title: rows that are read to be skipped    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.6, LIMIT and OFFSET
select n.id as subject, n.path as object,
       printf('reads %,d rows and skips %,d of them before the first that it returns', c.rows_total, c.rows_total - n.rows_total) as message,
       e.branch as evidence
from heavy_branches n
join plan_nodes c on c.parent_id = n.id and c.relationship = 'Outer'
join node_evidence e on e.node_id = n.id
-- Between Limit and workers rows wait that nobody will read.
where n.type = 'Limit' and c.type <> 'Gather' and c.rows_total - n.rows_total > 1000 and c.rows_total > 2 * n.rows_total;
