-- id: postgres/unbounded-numeric-money    title: amounts of money without a fixed number of decimals    since: 0.1
-- effect: correctness    severity: note    default: on    fix: unsafe    prover: type_behaviour
-- basis: PostgreSQL manual 8.1.2
select min(c.id) as subject, c.table_name || '(' || group_concat(c.name, ', ') || ')' as object, min(c.file) as file, min(c.line) as line,
       'numeric without a scale keeps what is put in, 0.005 or a third of a cent: rounding is left to each program that writes '
         || group_concat(c.name, ', ') as message,
       'fix the decimals' as fix_title,
       case when not max(c.id in (select attribute_id from bound_columns)) then 
            'ALTER TABLE ' || c.table_name || ' ' || group_concat('ALTER COLUMN ' || c.name || ' TYPE numeric(14,2)', ', ') || ';' end as fix
from (select * from columns order by relation_id, number) c
where c.type_name = 'numeric' and c.precision is null and c.domain is null and (names_money(c.attname)
       -- The total of a bill is money, that of other things a number.
       or has_word(c.attname, 'total subtotal') and has_word(c.table_relname, 'invoice invoices bill bills receipt receipts order orders cart carts basket baskets payment payments')) and not c.is_inherited
  and c.generated is null
  and not exists (select 1 from checks k where k.relation_id = c.relation_id and ' ' || k.numbers || ' ' like '% ' || c.number || ' %'
                  and matches(k.expression, 'scale\(|round\(|trunc\('))
group by c.relation_id;
