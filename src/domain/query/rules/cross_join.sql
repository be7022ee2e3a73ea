-- id: query/cross-join    title: every row paired with every row    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.2.1.1, Joined Tables
select n.id as subject, n.path as object,
       printf('pairs each of %,d rows of %s with each of %,d of %s: %,d, as no condition joins them', o.rows_total,
              coalesce(o.alias, o.relation, o.title), i.rows, coalesce(s.alias, s.relation, s.title, i.alias, i.relation), n.rows_total) as message,
       e.branch as evidence
from cross_joins n
join plan_nodes o on o.parent_id = n.id and o.relationship = 'Outer'
join plan_nodes i on i.parent_id = n.id and i.relationship = 'Inner'
left join plan_nodes s on s.parent_id = i.id and i.type = 'Materialize'
join node_evidence e on e.node_id = n.id;
