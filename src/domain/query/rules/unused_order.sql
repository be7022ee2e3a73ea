-- id: query/unused-order    title: sorts whose order is lost at once    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.5, Sorting Rows
select n.id as subject, n.path as object,
       printf('sorts %,d rows by %s for a %s, which keeps no order', n.rows_total, n.sort_key, coalesce(above.title, n.parent_title)) as message,
       e.own as evidence
from heavy_nodes n
join nodes p on p.id = n.parent_id
left join nodes above on above.id = p.parent_id and p.type = 'Subquery Scan'
join node_evidence e on e.node_id = n.id
where n.type = 'Sort' and n.relationship in ('Outer', 'Subquery')
  and (coalesce(above.type, p.type) in ('Hash', 'Sort') or (coalesce(above.type, p.type) = 'Aggregate' and coalesce(above.strategy, p.strategy) in ('Hashed', 'Mixed')));
