-- id: query/jit-cost    title: compilation that costs more than it saves    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 32.2, When to JIT?
select p.id as subject, p.path as object,
       printf('compiling %,d functions took %.1f ms of %.1f ms', p.jit_functions, p.jit_ms / p.processes, p.total_ms)
         || case when p.processes > 1 then printf(', in each of %d processes', p.processes) else '' end as message,
       'without compilation, in this session' as fix_title,
       'SET jit = off;' as fix
from named_plans p
-- What a statement of seconds spends on it is won back by many rows.
where p.jit_ms / p.processes >= 10 and p.jit_ms / p.processes >= case when p.total_ms < 1000 then 0.1 else 0.2 end * p.total_ms;
