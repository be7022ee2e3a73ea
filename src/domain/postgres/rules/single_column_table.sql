-- id: postgres/single-column-table    title: tables with one column    since: 0.1
-- effect: clarity    severity: note    default: off    fix: none
-- basis: Convention
select t.id as subject, t.name as object, t.file, t.line, t.name || ' has ' || case t.column_count when 0 then 'no column' else 'a single column' end as message
from tables t
where t.column_count <= 1 and t.has_children = 0;
