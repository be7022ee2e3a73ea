-- id: postgres/inconsistent-naming    title: names against the habit of the schema    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual
-- basis: Convention
with cased as (
  select t.*, case when t.relname glob '*[A-Z]*' then 'capitals' else 'snake_case' end as style from tables t),
counted as (select database_id, style, count(*) as n from cased group by database_id, style)
select c.id as subject, c.name as object, c.file, c.line,
       c.name || ' is written with ' || c.style || '; ' || (select sum(o.n) from counted o where o.database_id = c.database_id and o.style <> c.style)
         || ' of ' || (select sum(o.n) from counted o where o.database_id = c.database_id) || ' tables are not' as message,
       c.database_id || ':' || c.style as cause
from cased c join counted k on k.database_id = c.database_id and k.style = c.style
where (select sum(o.n) from counted o where o.database_id = c.database_id) >= 10
  and k.n <= 0.1 * (select sum(o.n) from counted o where o.database_id = c.database_id);
