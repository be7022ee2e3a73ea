-- id: postgres/redundant-index    title: indexes that a longer one makes superfluous    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe    prover: index_served
-- basis: PostgreSQL manual 11.3
select i.id as subject, i.name as object, i.file, i.line,
       o.name || ' on ' || i.table_name || '(' || o.columns || ') serves all that (' || i.columns || ') serves' as message,
       'drop the shorter index' as fix_title,
       drop_index(i.id) as fix
from index_coverage v
join table_indexes i on i.id = v.index_id
join indexes o on o.id = v.covering_id
where v.kind = 'prefix';
