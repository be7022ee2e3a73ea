-- id: postgres/nullable-everything    title: tables where nothing is required    since: 0.1
-- effect: correctness    severity: note    default: on    fix: manual    prover: nothing_refuses
-- optional: rows    basis: PostgreSQL manual 5.4.2, "in most database designs the majority of columns should be marked not null"
with filled as (
  select c.relation_id, count(*) as others, sum(c.not_null) as required,
         exists (select 1 from keys k where k.relation_id = c.relation_id and k.type = 'primary') as has_key
  from columns c
  where not exists (select 1 from keys k where k.relation_id = c.relation_id and k.type = 'primary'
                      and ' ' || k.numbers || ' ' like '% ' || c.number || ' %')
  group by c.relation_id)
select t.id as subject, t.name as object, t.file, t.line,
       'all ' || f.others || ' columns of ' || t.name || case when f.has_key then ' but its key' else '' end || ' may be NULL: a row of nothing is accepted' as message
from filled f join tables t on t.id = f.relation_id
where f.others >= 3 and f.required = 0
  -- A key that refers to another row says something by itself.
  and not exists (select 1 from keys k join foreign_keys r on r.child_id = k.relation_id
                  join foreign_key_columns c on c.constraint_id = r.id join attributes a on a.id = c.attribute_id
                  where k.relation_id = t.id and k.type = 'primary' and ' ' || k.numbers || ' ' like '% ' || a.number || ' %')
  and not exists (select 1 from checks k where k.relation_id = t.id and k.expression like '%IS NOT NULL%')
  and not exists (select 1 from checks k where k.relation_id = t.id and k.expression like '%num_n%nulls%')
  -- The one row of a configuration.
  and not (has_word(t.relname, 'config configuration setting settings') and coalesce((select n.rows from relation_rows n where n.relation_id = t.id), 2) <= 1);
