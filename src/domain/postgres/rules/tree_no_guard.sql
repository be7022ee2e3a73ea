-- id: postgres/tree-no-guard    title: trees that can bite their own tail    since: 0.1
-- effect: correctness    severity: note    default: on    fix: safe    prover: tree_loop
-- basis: PostgreSQL manual 7.8.2.2: cycle detection
select f.id as subject, f.path as object, f.file, f.line,
       'a row of ' || f.child || ' can be its own parent: recursive queries over ' || f.columns || ' never end then' as message,
       'refuse the shortest loop' as fix_title,
       'ALTER TABLE ' || f.child || ' ADD CONSTRAINT ' || f.guard || ' CHECK (' || f.columns || ' <> ' || f.referenced_columns || ') NOT VALID;' || char(10)
         || 'ALTER TABLE ' || f.child || ' VALIDATE CONSTRAINT ' || f.guard || ';' as fix,
       -- A habit of the schema is said once.
       case when count(*) over (partition by f.database_id, f.columns) >= 5 then f.database_id || ':' || f.columns end as cause
from (select *, quote_ident(substr(child_relname || '_' || trim(columns, '"'), 1, 50) || '_not_itself') as guard from foreign_keys) f
where f.referenced_id = f.relation_id and f.numbers not like '% %'
  and has_word(f.columns, 'parent ancestor manager superior supervisor boss reports upper predecessor previous prev')
  and not exists (select 1 from checks k where k.relation_id = f.relation_id and ' ' || k.numbers || ' ' like '% ' || f.numbers || ' %'
                    and ' ' || k.numbers || ' ' like '% ' || f.referenced_numbers || ' %')
  and not exists (select 1 from triggers g join functions p on p.id = g.function_id where g.relation_id = f.relation_id
                    and g.timing = 'before' and p.body like '%' || trim(f.columns, '"') || '%' and p.body like '%recursive%');
