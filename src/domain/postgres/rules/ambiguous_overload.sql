-- id: postgres/ambiguous-overload    title: functions that a call cannot choose between    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: untyped_call
-- basis: PostgreSQL manual 10.3: function type resolution
with typed as (
  select f.*, replace(replace(replace(replace(replace(replace(f.argument_types, 'bigint', 'N'), 'integer', 'N'), 'smallint', 'N'), 'numeric', 'N'),
           'double precision', 'N'), 'real', 'N') as fold
  from user_functions f where f.kind in ('function', 'procedure') and not f.is_trigger and f.argument_count > 0)
select b.id as subject, replace(b.name, b.arguments, b.argument_types) as object, b.file, b.line,
       b.name || ' and ' || a.name || ' differ only in kinds of numbers: a call with untyped literals, as drivers send them, '
         -- The preferred type of numbers wins where one of the two has it.
         || case when (instr(a.argument_types, 'double precision') > 0) <> (instr(b.argument_types, 'double precision') > 0)
                 then 'goes to double precision and may lose digits' else 'is ambiguous' end as message
from typed a join typed b on b.database_id = a.database_id and b.schema = a.schema and b.proname = a.proname
  and b.fold = a.fold and b.id < a.id and a.argument_count = b.argument_count;
