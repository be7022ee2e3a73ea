-- id: postgres/timestamps-missing    title: tables without the timestamps that the others have    since: 0.1
-- effect: clarity    severity: note    default: off    fix: manual
-- basis: Convention
with dated as (
  select t.id, t.database_id, t.name, t.file, t.line,
         exists (select 1 from attributes a where a.relation_id = t.id and a.attname in ('created_at', 'createdAt', 'created', 'inserted_at')) as has_it,
         exists (select 1 from keys k where k.relation_id = t.id and k.type = 'primary' and k.numbers like '% %') as is_junction
  from tables t)
select d.id as subject, d.name as object, d.file, d.line,
       d.name || ' has no created_at; ' || (select sum(o.has_it) from dated o where o.database_id = d.database_id) || ' other tables have' as message
from dated d
where not d.has_it and not d.is_junction
  and (select sum(o.has_it) >= 0.7 * count(*) and count(*) >= 5 from dated o where o.database_id = d.database_id);
