-- id: postgres/normal-form    title: facts that are repeated in every row    since: 0.1
-- effect: correctness    severity: note    default: on    fix: manual    prover: update_anomaly
-- basis: Codd, Further normalization of the data base relational model (1972)
with deciding as (
  select f.attribute_id as id, f.relation_id, f.rows, f.different, c.number, c.table_name, c.name, c.path, c.file, c.line, count(*) as n,
         (select group_concat(x.name, ', ') from (select d.name from functional_dependencies g join attributes d on d.id = g.dependent_id
                                                   where g.attribute_id = f.attribute_id order by d.number) x) as names
  from functional_dependencies f
  join columns c on c.id = f.attribute_id
  where has_word(c.attname, 'id name code number no key email uuid isbn sku')
    and not has_word(c.table_relname, 'archive archived log logs history snapshot import imports staging report reports cache cached audit event events view')
    -- What was written at the time of another row, as the address of an order, is a copy on purpose.
    and not has_word(c.attname, 'ship shipping bill billing delivery invoice sender recipient receiver buyer')
    and not exists (select 1 from foreign_key_columns k where k.attribute_id = c.id)
  group by f.attribute_id)
select d.id as subject, d.path as object, d.file, d.line,
       d.names || case d.n when 1 then ' follows' else ' follow' end || ' from ' || d.name || ' in all ' || d.rows || ' rows: ' || d.different
         || ' values are written ' || d.rows || ' times, and a row can say something else than the others' as message,
       'a table with a row for each ' || d.name || ', to which this one refers' as fix_title
from deciding d
-- Of columns that decide each other, the one that decides most; the first of them.
where not exists (
  select 1 from functional_dependencies g join deciding o on o.id = g.attribute_id
  where g.dependent_id = d.id and (o.n > d.n or o.n = d.n and o.number < d.number
                                   or not exists (select 1 from functional_dependencies b where b.attribute_id = d.id and b.dependent_id = o.id)));
