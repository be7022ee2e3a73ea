-- id: postgres/trigger-recursion    title: triggers that fire themselves    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: trigger_fires_itself
-- basis: PostgreSQL manual 39.1: "if a trigger function executes SQL commands then these commands might fire triggers again; it is the trigger programmer's responsibility to avoid infinite recursion"
select g.id as subject, f.name as object, f.file, f.line,
       f.name || ' updates ' || g.table_name || ', whose ' || g.timing || ' ' || upper(replace(g.events, ' ', ' or ')) || ' trigger ' || g.name
         || ' calls it: what it writes fires it again, until nothing is left to write or the stack is full' as message
from table_triggers g join user_functions f on f.id = g.function_id
where g.enabled <> 'disabled' and g.condition is null and g.level = 'row' and instr(lower(f.body), lower(g.table_relname))
  and ((g.events like '%update%' and matches(f.body, '\bupdate\s+(only\s+)?("?' || g.schema || '"?\.)?"?' || g.table_relname || '"?\s'))
    or (g.events like '%insert%' and matches(f.body, '\binsert\s+into\s+("?' || g.schema || '"?\.)?"?' || g.table_relname || '"?[\s(]')))
  and f.body not like '%pg_trigger_depth%' and f.body not like '%session_replication_role%'
  and f.body not like '%is distinct from%'
  and (g.columns is null or exists (select 1 from (select trim(value) as col from json_each('["' || replace(replace(g.columns, '"', ''), ', ', '","') || '"]'))
         where matches(f.body, '\bset\b[^;]*\b' || col || '\s*=')));
