-- id: postgres/pk-not-first    title: primary keys that do not come first    since: 0.1
-- effect: clarity    severity: note    default: off    fix: none
-- basis: convention
select k.id as subject, k.path as object, k.file, k.line,
       'the primary key is not the first column of ' || k.table_name as message
from keys k
where k.type = 'primary' and k.numbers not like '% %'
  and cast(k.numbers as integer) > (select min(a.number) from attributes a where a.relation_id = k.relation_id);
