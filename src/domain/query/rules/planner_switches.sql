-- id: query/planner-switches    title: plans made with steps switched off    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 20.7.1, Planner Method Configuration
select p.id as subject, p.path as object, 'was made with ' || group_concat(s.name || ' = off', ', ') as message
from plan_settings s
join named_plans p on p.id = s.plan_id
where s.name like 'enable\_%' escape '\' and trim(s.value, '''') = 'off'
group by p.id;
