-- Nodes with what rules ask of them: names that tell them apart, their plan, and the node above.
create view nodes as
select n.*,
       case when p.number > 1 then 'plan ' || p.number || ': ' else '' end || n.title
         || case when exists (select 1 from plan_nodes o where o.plan_id = n.plan_id and o.title = n.title and o.id <> n.id)
                 then ' (node ' || n.number || ')' else '' end as path,
       p.timed, p.analyzed, p.total_ms as plan_ms, p.planning_ms as plan_planning_ms, p.statement,
       parent.type as parent_type, parent.title as parent_title, parent.loops as parent_loops,
       parent.rows as parent_rows
from plan_nodes n
join plans p on p.id = n.plan_id
left join plan_nodes parent on parent.id = n.parent_id;

-- Nodes worth a word: they spend at least a twentieth of the plan and a millisecond themselves; without times, of the
-- planner's cost.
create view heavy_nodes as
select * from nodes where share >= 0.05 and (not timed or exclusive_ms >= 1);

-- Nodes whose work, with what is below, is worth a word: for rules whose cure saves the inputs' work too.
create view heavy_branches as
select * from nodes
where (timed and inclusive_ms >= 1 and inclusive_ms >= 0.05 * plan_ms) or (not timed and share >= 0.05);

-- Every node with every node above it, itself not included.
create view plan_ancestors as
with recursive up(node_id, ancestor_id, plan_id, database_id, steps) as (
    select id, parent_id, plan_id, database_id, 1 from plan_nodes where parent_id is not null
    union all
    select up.node_id, n.parent_id, up.plan_id, up.database_id, up.steps + 1 from up join plan_nodes n on n.id = up.ancestor_id where n.parent_id is not null
)
select * from up;
