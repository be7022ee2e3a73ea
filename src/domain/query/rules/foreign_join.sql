-- id: query/foreign-join    title: tables of another server joined here    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual F.38.4, postgres_fdw: Remote Query Optimization
with inputs as (
    -- A side of a join, through what only keeps or orders its rows.
    select c.parent_id as join_id, c.relationship, coalesce(d.type, c.type) as type, coalesce(d.relation, c.relation) as relation,
           coalesce(d.rows_total, c.rows_total) as rows
    from plan_nodes c left join plan_nodes d on d.parent_id = c.id and c.type in ('Hash', 'Materialize', 'Sort'))
select n.id as subject, n.path as object,
       printf('fetches %,d rows of %s and %,d of %s to join them here', o.rows, o.relation, i.rows, i.relation) as message,
       e.branch as evidence
from heavy_branches n
join inputs o on o.join_id = n.id and o.relationship = 'Outer'
join inputs i on i.join_id = n.id and i.relationship = 'Inner'
join node_evidence e on e.node_id = n.id
where o.type = 'Foreign Scan' and i.type = 'Foreign Scan' and o.rows + i.rows > 1000 and n.rows_total < 0.5 * (o.rows + i.rows);
