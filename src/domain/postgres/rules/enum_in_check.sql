-- id: postgres/enum-in-check    title: lists of values inside CHECK constraints    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual
-- basis: Karwin, SQL Antipatterns, chapter 11
with lists as materialized (
  select c.*, literal_list(c.expression) as list
  from checks c where c.numbers not like '% %' and (c.expression like '%ARRAY[%' or c.expression like '% OR %')),
counted as (
  select l.*, (length(l.list) - length(replace(l.list, ''', ''', ''))) / 4 + 1 as literals,
         (select count(distinct o.relation_id) from lists o where o.database_id = l.database_id and o.list = l.list) as tables
  from lists l where l.list is not null)
select c.id as subject, c.path as object, c.file, c.line,
       case when c.tables > 1 then 'the same ' || c.literals || ' values stand in the CHECKs of ' || c.tables || ' tables: each new one has to be added to all of them'
            else c.literals || ' values stand in one CHECK: each new one drops the constraint and scans ' || c.table_name || ' to make it again' end as message,
       'a table of the values, and a foreign key to it' as fix_title,
       case when c.tables > 1 then c.database_id || ':' || c.list end as cause
from counted c
where c.literals >= 8 or (c.tables > 1 and c.literals >= 3);
