-- id: postgres/varchar-255-habit    title: lengths that nobody chose    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual
-- basis: PostgreSQL manual 8.3; PostgreSQL wiki, Don't Do This
with lengths as (
  select c.database_id, count(*) as columns, count(distinct c.relation_id) as tables, min(c.length) as length, min(c.relation_id) as first_table
  from columns c where c.type_name = 'varchar' and c.length is not null and c.domain is null
  group by c.database_id having min(c.length) = max(c.length))
select l.first_table as subject, t.schema as object, t.file, t.line,
       'all ' || l.columns || ' limits in ' || l.tables || ' table' || case when l.tables = 1 then ' are' else 's are' end || ' varchar('
         || l.length || '): a habit, not a rule about the data, and one that refuses the first longer value' as message,
       'text, with a CHECK where a limit is meant' as fix_title
from lengths l join tables t on t.id = l.first_table
where l.columns >= 5 and l.length in (255, 191, 50);
