-- id: postgres/undocumented    title: tables without a comment    since: 0.1
-- effect: clarity    severity: note    default: off    fix: manual
-- basis: PostgreSQL manual, COMMENT
select min(t.id) as subject, d.name as object, null as file, null as line,
       count(*) || ' of ' || (select count(*) from tables o where o.database_id = t.database_id) || ' tables have no comment' as message
from tables t join databases d on d.id = t.database_id
where t.comment is null
group by t.database_id;
