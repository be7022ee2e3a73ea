-- id: postgres/composite-key    title: primary keys of several columns    since: 0.1
-- effect: clarity    severity: note    default: off    fix: none
-- basis: convention
select k.id as subject, k.path as object, k.file, k.line,
       'rows of ' || k.table_name || ' are named by ' || json_array_length(n.list) || ' columns: whatever refers to one must carry all of them' as message
from keys k join (select id, '[' || replace(numbers, ' ', ',') || ']' as list from keys) n on n.id = k.id
join tables t on t.id = k.relation_id
where k.type = 'primary' and json_array_length(n.list) > 1 and t.kind = 'table'
  -- A junction: every column but one, or all, are references.
  and (select count(*) from json_each(n.list) e
       where not exists (select 1 from foreign_key_columns f where f.child_id = k.relation_id and f.number = e.value))
      > case when json_array_length(n.list) > 4 then 0 else 1 end;
