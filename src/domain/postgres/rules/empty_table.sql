-- id: postgres/empty-table    title: empty tables    since: 0.1
-- effect: clarity    severity: note    default: off    fix: none
-- basis: Convention
select t.id as subject, t.name as object, t.file, t.line, t.name || ' holds no rows' as message
from tables t join relation_rows r on r.relation_id = t.id
where r.rows = 0;
