-- id: postgres/unlinked-table    title: tables without any foreign key    since: 0.1
-- effect: clarity    severity: note    default: off    fix: none
-- basis: convention
select t.id as subject, t.name as object, t.file, t.line,
       'no foreign key leads to or from ' || t.name || ': nothing says what its rows belong to' as message
from tables t
where not exists (select 1 from constraints c where c.type = 'foreign' and (c.relation_id = t.id or c.referenced_id = t.id))
  and exists (select 1 from constraints c where c.type = 'foreign' and c.database_id = t.database_id)
  and not has_word(t.relname, 'log logs audit history setting settings config configuration migration migrations schema staging stage import tmp temp cache queue job jobs session sessions version metadata');
