-- id: postgres/metadata-tribbles    title: tables that a partitioned one should be    since: 0.1
-- effect: clarity    severity: warning    default: on    fix: manual
-- basis: Karwin, SQL Antipatterns (2010), chapter 9; PostgreSQL manual 5.11
with based as (
  select t.*, rtrim(rtrim(t.relname, '0123456789'), '_') as base,
         (select group_concat(x.c, ',') from (select a.attname || ' ' || a.type as c from attributes a where a.relation_id = t.id order by a.attname) x)
           as shape
  from tables t
  where t.relname glob '*_[0-9]*' and rtrim(t.relname, '0123456789') like '%\_' escape '\' and t.kind = 'table' and t.inherits = 0)
select min(b.id) as subject, b.name as object, b.file, b.line,
       count(*) || ' tables ' || b.base || '_… have the same columns and no common parent: one partitioned table would be one name, one set of indexes'
         || ' and no new migration for each' as message,
       (select group_concat(o.name, char(10)) from based o where o.database_id = b.database_id and o.schema = b.schema and o.base = b.base and o.shape = b.shape) as evidence
from based b
group by b.database_id, b.schema, b.base, b.shape
having count(*) >= 3;
