-- id: query/count-all    title: counts of whole tables    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 9.21, Aggregate Functions; 53.11, pg_class: reltuples
select n.id as subject, n.path as object,
       printf('reads all %,d rows of %s to count them', n.rows_total, n.relation) as message, e.own as evidence
from heavy_nodes n
join plan_nodes a on a.id = n.parent_id
join node_evidence e on e.node_id = n.id
where n.type in ('Seq Scan', 'Index Only Scan') and n.filter is null and n.index_condition is null and n.width = 0
  and a.type = 'Aggregate' and a.strategy = 'Plain' and n.rows_total >= 1000000;
