-- id: postgres/check-contradiction    title: CHECKs that no value can meet    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual    prover: no_value_fits
-- basis: PostgreSQL manual 5.4.1
with judged as (
  select c.id, c.relation_id, c.name, c.number, c.not_null, c.table_name, c.path,
         group_concat('(' || k.expression || ')', ' AND ') as whole,
         group_concat(k.name, ' and ') as names, count(*) as n, max(k.id) as last_id
  from columns c
  join checks k on k.relation_id = c.relation_id and ' ' || k.numbers || ' ' like '% ' || c.number || ' %'
  where k.is_enforced and c.type_name <> 'citext' and c.is_deterministic
  group by c.id)
select j.id as subject, j.path as object, p.file, p.line,
       j.names || case j.n when 1 then ' leaves' else ' together leave' end || ' no value for ' || j.name
         || case when j.not_null then ': no row can be saved' else ': only NULL can be saved' end as message,
       case when j.not_null then 'error' else 'warning' end as severity
from judged j
left join places p on p.object_id = j.last_id
where leaves_no_value(j.whole, j.name);
