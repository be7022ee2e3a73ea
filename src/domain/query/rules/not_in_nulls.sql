-- id: query/not-in-nulls    title: NOT IN with a subquery    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 9.23.2, NOT IN
select n.id as subject, n.path as object,
       case when s.type = 'Materialize' then printf('NOT IN searches the subquery''s rows one after the other, %,d times; one NULL among them, and no row is returned', s.loops)
            else 'NOT IN cannot be planned as an anti join; one NULL among the subquery''s rows, and no row is returned' end as message,
       case when s.type = 'Materialize' then 'warning' else 'note' end as severity,
       e.branch as evidence
from heavy_branches n
join plan_nodes s on s.parent_id = n.id and s.relationship = 'SubPlan'
join node_evidence e on e.node_id = n.id
-- NOT EXISTS is printed alike, but becomes a join unless it stands beside an OR.
where matches(n.filter, 'NOT \((ANY \(.* )?(\(?hashed )?\(?SubPlan') and n.filter not like '% OR %'
  and (s.type = 'Materialize' or matches(n.filter, 'hashed SubPlan'));
