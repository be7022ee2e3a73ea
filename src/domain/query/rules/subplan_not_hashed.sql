-- id: query/subplan-not-hashed    title: IN that searches a list row by row    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 20.4.1, work_mem; 9.23.1, IN
select n.id as subject, n.path as object,
       printf('searches the rows of a subquery one after the other, %,d times: they did not fit into a hash table', n.loops) as message,
       e.branch as evidence
from heavy_branches n
join nodes p on p.id = n.parent_id
join node_evidence e on e.node_id = n.id
where n.relationship = 'SubPlan' and n.type = 'Materialize' and n.loops > 100
  and not (matches(coalesce(p.filter, ''), 'NOT \((ANY \(.* )?\(?SubPlan') and coalesce(p.filter, '') not like '% OR %');
