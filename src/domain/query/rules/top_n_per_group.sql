-- id: query/top-n-per-group    title: all rows numbered to keep the first of each group    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.2.1.5, LATERAL Subqueries; 9.22, Window Functions
select s.id as subject, s.path as object,
       printf('sorts and numbers %,d rows to keep %,d: %s', i.rows_total, s.rows_total, s.filter) as message,
       e.branch as evidence
from heavy_branches s
join plan_nodes w on w.parent_id = s.id and w.type = 'WindowAgg'
join plan_nodes i on i.parent_id = w.id
join node_evidence e on e.node_id = s.id
where s.type = 'Subquery Scan' and i.type in ('Sort', 'Incremental Sort')
  and matches(s.filter, '\("?(\w+"?\.)?"?\w+"? (=|<=?) ''?[0-9]+') and i.rows_total > 1000 and i.rows_total > 5 * s.rows_total;
