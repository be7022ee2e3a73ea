-- id: query/disabled-node    title: steps that are switched off and used nevertheless    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 20.7.1, Planner Method Configuration
select n.id as subject, n.path as object,
       'is switched off, and the planner had nothing else: the plan does not show what it would choose' as message
from nodes n
-- Before 18 the price of it is passed on to what stands above.
where n.disabled and not exists (select 1 from plan_nodes c where c.parent_id = n.id and c.disabled);
