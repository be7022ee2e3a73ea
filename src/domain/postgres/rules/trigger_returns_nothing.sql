-- id: postgres/trigger-returns-nothing    title: trigger functions without RETURN    since: 0.1
-- effect: correctness    severity: error    default: on    fix: none    prover: trigger_return
-- basis: PostgreSQL manual 43.10.1
with silent as (
  select r.*, (select group_concat(distinct g.table_name) from table_triggers g where g.function_id = r.id and g.enabled <> 'disabled') as tables
  from routines r
  where r.language = 'plpgsql' and r.is_trigger and r.result = 'trigger'
    and not matches(r.body, '\breturn\b')
    -- A function that always raises never comes to its end.
    and not matches(r.body, '\braise\s+(?!debug\b|log\b|info\b|notice\b|warning\b)'))
select s.id as subject, s.path as object, s.file, s.line,
       'its body has no RETURN: each '
         || coalesce('write that fires it on ' || replace(s.tables, ',', ', ') || ' fails', 'write would fail once a trigger calls it')
         || ', with "control reached end of trigger procedure without RETURN"' as message,
       case when s.tables is null then 'warning' end as severity
from silent s;
