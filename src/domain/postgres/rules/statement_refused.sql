-- id: postgres/statement-refused    title: statements that were not run    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, COPY, server-side functions
select min(n.id) as subject, n.message as object, n.file, min(n.line) as line, n.column,
       count(*) || ' statement' || case when count(*) > 1 then 's were' else ' was' end || ' not run: ' || n.message as message,
       group_concat(n.file || ':' || n.line || ': ' || n.statement, char(10)) as evidence
from load_notes n
where n.kind = 'refused'
group by n.database_id, n.message;
