-- id: query/min-max-scan    title: the least or greatest of a column sought in the whole table    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 11.4, Indexes and ORDER BY; 9.21, Aggregate Functions
select n.id as subject, n.path as object,
       printf('reads %,d rows for %s: an index gives it at once', n.rows_total + coalesce(n.removed_by_filter, 0), a.output) as message, e.own as evidence
from heavy_nodes n
join plan_nodes a on a.id = n.parent_id
join node_evidence e on e.node_id = n.id
where n.type = 'Seq Scan' and n.filter is null and n.rows_total > 10000 and a.type = 'Aggregate' and a.strategy = 'Plain'
  and matches(a.output, '^(PARTIAL )?(min|max)\("?[\w.]+"?\)$');
