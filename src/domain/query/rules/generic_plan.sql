-- id: query/generic-plan    title: one plan for all values of a parameter    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual, PREPARE: custom and generic plans; 20.7.4, plan_cache_mode
select m.id as subject, m.path as object,
       printf('was planned for an average value, %,d rows, and met one with %,d: %s', m.rows_estimated, m.rows,
              coalesce(m.filter, m.recheck_condition, m.index_condition)) as message,
       e.branch as evidence,
       'plan with the values, in this session' as fix_title,
       'SET plan_cache_mode = ''force_custom_plan'';' as fix
from misestimates m
join node_evidence e on e.node_id = m.id
where m.kind = 'generic';
