-- id: postgres/unbounded-trigger    title: triggers that write a whole table    since: 0.1
-- effect: locks    severity: warning    default: on    fix: manual    prover: rows_touched
-- basis: PostgreSQL manual 39.1
select min(g.id) as subject, f.name as object, f.file, f.line,
       f.name || ' runs an UPDATE or DELETE without WHERE for ' || case when min(g.level) = 'row' then 'each row' else 'each statement' end
         || ' that ' || g.table_name || ' gets: it writes and locks every row of its target' as message
from table_triggers g join user_functions f on f.id = g.function_id
where g.enabled <> 'disabled' and f.language = 'plpgsql'
  -- an UPDATE or DELETE that ends without WHERE; what stands in parentheses is another query's
  and matches(f.body, '\bupdate\s+[\w."]+(?:\s+(?:as\s+)?\w+)?\s+set\b(?:(?<paren>\((?:[^()]++|(?&paren))*\))|(?!\bwhere\b)[^;()])*;'
                   || '|\bdelete\s+from\s+[\w."]+(?:\s+(?:as\s+)?\w+)?\s*;')
group by f.id;
