-- id: postgres/confusable-name    title: names that are easily confused    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual
-- basis: Unicode Technical Standard 39: confusable detection, applied to what PostgreSQL's names are made of
with names (id, owner, name, fold) as materialized (
  select t.id, t.schema_id, t.name, replace(replace(replace(replace(lower(t.relname), '_', ''), '-', ''), 'l', '1'), 'o', '0') from tables t
  union all
  select c.id, c.relation_id, c.name, replace(replace(replace(replace(lower(c.attname), '_', ''), '-', ''), 'l', '1'), 'o', '0') from columns c),
alike as materialized (
  select * from names where (owner, fold) in (select owner, fold from names group by owner, fold having count(*) > 1)),
pairs as (select b.id, a.name as one, b.name as other from alike a join alike b on b.owner = a.owner and b.fold = a.fold and b.id > a.id)
select t.id as subject, t.name as object, t.file, t.line,
       p.one || ' and ' || p.other || ' are told apart by a stroke only: sooner or later something reads or writes the wrong one' as message
from pairs p join tables t on t.id = p.id
union all
select c.id, c.path, c.file, c.line,
       p.one || ' and ' || p.other || ' of ' || c.table_name || ' are told apart by a stroke only: sooner or later something reads or writes the wrong one'
from pairs p join columns c on c.id = p.id;
