-- id: postgres/check-null-hole    title: CHECKs that NULL passes    since: 0.1
-- effect: correctness    severity: note    default: on    fix: manual    prover: nothing_refuses
-- basis: PostgreSQL manual 5.4.1, "a check constraint is satisfied if the check expression evaluates to true or the null value"
select k.id as subject, k.path as object, k.file, k.line,
       'with ' || k.columns || ' all NULL the CHECK is unknown, and unknown passes: ' || k.expression as message
from checks k
where k.numbers like '% %' and upper(k.expression) like '% OR %'
  and k.expression not like '%IS NULL%' and k.expression not like '%IS NOT NULL%' and upper(k.expression) not like '%COALESCE%'
  and k.expression not like '%num_n%nulls%' and k.expression not like '%IS DISTINCT%' and k.expression not like '%IS NOT DISTINCT%'
  and not exists (select 1 from attributes a where a.relation_id = k.relation_id and a.not_null
                    and ' ' || k.numbers || ' ' like '% ' || a.number || ' %');
