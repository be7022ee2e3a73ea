-- id: postgres/logging-audit    title: logs that an audit would miss    since: 0.1
-- effect: security    severity: note    default: off    fix: none
-- basis: CIS PostgreSQL 15 Benchmark, sections 3 and 4
with wanted (name, bad, why) as (values
  ('log_connections', 'off', 'who connected, and from where, is not in the log'),
  ('log_disconnections', 'off', 'how long sessions lasted is not in the log'),
  ('log_statement', 'none', 'changes of the schema are not in the log; ddl would write them'),
  ('log_hostname', 'on', 'each connection waits for a look-up of the client''s name'),
  ('debug_print_parse', 'on', 'the log fills with parse trees, which hold values'),
  ('debug_print_rewritten', 'on', 'the log fills with trees, which hold values'),
  ('debug_print_plan', 'on', 'the log fills with plans, which hold values'),
  ('log_error_verbosity', 'terse', 'details and hints of errors are not in the log'),
  ('logging_collector', 'off', 'stderr is the only log: what keeps it is outside of the server'))
select d.id as subject, w.name as object, w.name || ' is ' || s.value || ': ' || w.why as message
from wanted w join settings s on s.name = w.name and s.value = w.bad join databases d on d.id = s.database_id
union all
select d.id, s.name, 'log_line_prefix lacks ' || trim(
         case when instr(s.value, '%m') + instr(s.value, '%t') + instr(s.value, '%n') = 0 then 'the time (%m) ' else '' end
      || case when instr(s.value, '%p') + instr(s.value, '%c') = 0 then 'the process (%p) ' else '' end
      || case when instr(s.value, '%u') = 0 then 'the role (%u) ' else '' end
      || case when instr(s.value, '%d') = 0 then 'the database (%d) ' else '' end) || ': lines cannot be told apart'
from settings s join databases d on d.id = s.database_id
where s.name = 'log_line_prefix'
  and (instr(s.value, '%u') = 0 or instr(s.value, '%d') = 0 or instr(s.value, '%m') + instr(s.value, '%t') + instr(s.value, '%n') = 0
       or instr(s.value, '%p') + instr(s.value, '%c') = 0)
union all
select d.id, s.name, 'log_file_mode is ' || s.value || ': others on the machine read the log'
from settings s join databases d on d.id = s.database_id where s.name = 'log_file_mode' and s.value not in ('0600', '0640')
union all
select d.id, 'pgaudit', 'shared_preload_libraries has no pgaudit: what was read by whom cannot be told afterwards'
from settings s join databases d on d.id = s.database_id where s.name = 'shared_preload_libraries' and instr(s.value, 'pgaudit') = 0;
