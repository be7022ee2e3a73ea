-- id: postgres/statement-refused    title: statements that were not run    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, COPY, server-side functions
with recursive caused (id, root) as (
  select n.id, n.cause_id from load_notes n join load_notes r on r.id = n.cause_id where r.kind = 'refused'
  union all
  select n.id, c.root from load_notes n join caused c on n.cause_id = c.id)
select min(n.id) as subject, n.message as object, n.file, min(n.line) as line, n.column,
       count(*) || ' statement' || case when count(*) > 1 then 's were' else ' was' end || ' not run: ' || n.message
         || coalesce((select '; ' || count(*) || ' later statement' || case when count(*) > 1 then 's fail' else ' fails' end || ' because of it'
                      from caused c join load_notes r on r.id = c.root
                      where r.database_id = n.database_id and r.message = n.message having count(*) > 0), '') as message,
       group_concat(n.file || ':' || n.line || ': ' || n.statement, char(10)) as evidence
from load_notes n
where n.kind = 'refused'
group by n.database_id, n.message;
