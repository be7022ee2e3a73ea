-- id: postgres/float-money    title: amounts of money in binary floating point    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: type_behaviour
-- basis: PostgreSQL manual 8.1.3; IEEE 754
select min(c.id) as subject, c.table_name || '(' || group_concat(c.name, ', ') || ')' as object, min(c.file) as file, min(c.line) as line,
       group_concat(c.name, ', ') || case when count(*) = 1 then ' is ' else ' are ' end || c.type
         || ': 0.1 has no exact value there, so sums are off by cents and no total equals its parts' as message,
       'store decimals' as fix_title,
       case when not max(c.id in (select attribute_id from bound_columns)) then 'ALTER TABLE ' || c.table_name || ' '
         || group_concat('ALTER COLUMN ' || c.name || ' TYPE numeric(14,2) USING round(' || c.name || '::numeric, 2)', ', ') || ';' end as fix
from (select * from columns order by relation_id, number) c
where c.type_name in ('float4', 'float8') and (names_money(c.attname)
       -- The total of a bill is money, that of other things a number.
       or has_word(c.attname, 'total subtotal') and has_word(c.table_relname, 'invoice invoices bill bills receipt receipts order orders cart carts basket baskets payment payments')) and not c.is_inherited
group by c.relation_id;
