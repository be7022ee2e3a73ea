create index plan_nodes_by_parent on plan_nodes(parent_id);
create index plan_nodes_by_plan on plan_nodes(plan_id);
