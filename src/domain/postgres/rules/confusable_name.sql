-- id: postgres/confusable-name    title: names that are easily confused    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual
-- basis: Unicode Technical Standard 39: confusable detection, applied to what PostgreSQL's names are made of
with folded as materialized (
  select t.id, t.database_id, t.schema, t.name, t.file, t.line, replace(replace(replace(replace(lower(t.relname), '_', ''), '-', ''), 'l', '1'), 'o', '0') as fold from tables t),
columns_folded as materialized (
  select c.id, c.relation_id, c.number, c.name, c.path, c.table_name, c.file, c.line, replace(replace(replace(replace(lower(c.attname), '_', ''), '-', ''), 'l', '1'), 'o', '0') as fold from columns c)
select b.id as subject, b.name as object, b.file, b.line,
       a.name || ' and ' || b.name || ' are told apart by a stroke only: sooner or later something reads or writes the wrong one' as message
from folded a join folded b on b.database_id = a.database_id and b.schema = a.schema and b.fold = a.fold and b.id > a.id
union all
select b.id, b.path, b.file, b.line,
       a.name || ' and ' || b.name || ' of ' || b.table_name || ' are told apart by a stroke only: sooner or later something reads or writes the wrong one'
from columns_folded a join columns_folded b on b.relation_id = a.relation_id and b.fold = a.fold and b.number > a.number;
