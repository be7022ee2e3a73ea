-- id: postgres/enum-churn    title: enums that change all the time    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual
-- basis: PostgreSQL manual 8.7
select t.id as subject, t.name as object, p.file, p.line,
       'values were added ' || (count(distinct v.xid) - 1) || ' times, ' || count(*) || ' by now: an enum''s values cannot be dropped again' as message,
       'a table of the values, and a foreign key to it' as fix_title
from types t join enum_values v on v.type_id = t.id left join places p on p.object_id = t.id
where t.kind = 'enum' and not t.is_extension
group by t.id
having count(distinct v.xid) > 4;
