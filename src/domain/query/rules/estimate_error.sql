-- id: query/estimate-error    title: row counts that the planner gets badly wrong    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 14.2, Statistics Used by the Planner; 76.1, Row Estimation Examples
select m.id as subject, m.path as object,
       printf('%,d rows were expected, %,d came: what is joined above was planned for the wrong size', m.rows_estimated, m.rows) as message,
       e.branch as evidence
from misestimates m
join node_evidence e on e.node_id = m.id
where m.kind = 'other' and m.error >= 100 and max(m.rows_total, m.rows_estimated) >= 10000
  -- The join above that pays for it says more.
  and not exists (select 1 from plan_ancestors a join plan_nodes j on j.id = a.ancestor_id
                  join plan_nodes o on o.parent_id = j.id and o.relationship = 'Outer' join plan_nodes i on i.parent_id = j.id and i.relationship = 'Inner'
                  where a.node_id = m.id and j.type = 'Nested Loop' and i.loops > 1000 and o.rows > 10 * max(1, o.rows_estimated));
