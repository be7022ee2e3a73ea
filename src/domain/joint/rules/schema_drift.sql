-- id: joint/schema-drift    title: live databases that differ from their files    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    optional: live server
-- basis: assay check db/migrations --base postgres://…
with pair as (
  select f.id as files, l.id as live, f.source as files_source, l.source as live_source
  from databases f join databases l on l.kind = 'live' and f.kind = 'file' and f.domain = 'postgres' and l.domain = 'postgres'
  where (select count(*) from databases where domain = 'postgres') = 2)
select l.id as subject, l.name as object, null as file, null as line,
       l.name || ' is in ' || p.live_source || ' but not in ' || p.files_source as message
from pair p join tables l on l.database_id = p.live
where not exists (select 1 from relations f where f.database_id = p.files and f.name = l.name)
union all
select f.id, f.name, f.file, f.line, f.name || ' is in ' || p.files_source || ' but not in ' || p.live_source
from pair p join tables f on f.database_id = p.files
where not exists (select 1 from relations l where l.database_id = p.live and l.name = f.name)
union all
select lc.id, lt.name || '(' || lc.name || ')', fc.file, fc.line,
       lt.name || '(' || lc.name || ') is ' || lc.type || case when lc.not_null then ' not null' else '' end || ' on the server and '
         || fc.type || case when fc.not_null then ' not null' else '' end || ' in the files'
from pair p
join tables lt on lt.database_id = p.live
join attributes lc on lc.relation_id = lt.id
join columns fc on fc.database_id = p.files and fc.table_name = lt.name and fc.attname = lc.attname
where lc.type <> fc.type or lc.not_null <> fc.not_null
union all
select lc.id, lt.name || '(' || lc.name || ')', null, null, lt.name || '(' || lc.name || ') is on the server but not in the files'
from pair p
join tables lt on lt.database_id = p.live
join tables ft on ft.database_id = p.files and ft.name = lt.name
join attributes lc on lc.relation_id = lt.id
where not exists (select 1 from attributes fc where fc.relation_id = ft.id and fc.attname = lc.attname)
union all
select fc.id, ft.name || '(' || fc.name || ')', fc.file, fc.line, ft.name || '(' || fc.name || ') is in the files but not on the server'
from pair p
join tables ft on ft.database_id = p.files
join columns fc on fc.relation_id = ft.id
join tables lt on lt.database_id = p.live and lt.name = ft.name
where not exists (select 1 from attributes lc where lc.relation_id = lt.id and lc.attname = fc.attname)
union all
select li.id, li.name, null, null, 'index ' || li.name || ' is on the server but not in the files'
from pair p join table_indexes li on li.database_id = p.live and li.constraint_id is null
join tables ft on ft.database_id = p.files and ft.name = li.table_name
where not exists (select 1 from indexes fi where fi.database_id = p.files and fi.name = li.name)
union all
select fi.id, fi.name, fi.file, fi.line, 'index ' || fi.name || ' is in the files but not on the server'
from pair p join table_indexes fi on fi.database_id = p.files and fi.constraint_id is null
join tables lt on lt.database_id = p.live and lt.name = fi.table_name
where not exists (select 1 from indexes li where li.database_id = p.live and li.name = fi.name);
