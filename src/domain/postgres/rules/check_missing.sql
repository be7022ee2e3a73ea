-- id: postgres/check-missing    title: quantities that nothing keeps from being negative    since: 0.1
-- effect: correctness    severity: note    default: on    fix: safe    prover: nothing_refuses    optional: rows
-- basis: PostgreSQL manual 5.4.1: check constraints
select c.id as subject, c.path as object, c.file, c.line,
       c.path || ' has no CHECK: -1 is accepted' as message,
       'refuse negative values: new ones at once, then look at those that are there' as fix_title,
       'ALTER TABLE ' || c.table_name || ' ADD CONSTRAINT ' || c.guard || ' CHECK (' || c.name || ' >= 0) NOT VALID;' || char(10)
         || 'ALTER TABLE ' || c.table_name || ' VALIDATE CONSTRAINT ' || c.guard || ';' as fix
from (select *, quote_ident(substr(table_relname || '_' || attname, 1, 50) || '_at_least_0') as guard from columns) c
left join column_profile p on p.attribute_id = c.id
where c.category = 'N' and c.type_name in ('int2', 'int4', 'int8', 'numeric', 'float8', 'float4') and c.domain is null
  and (c.attname in ('quantity', 'qty', 'price', 'unit_price', 'weight', 'weight_grams', 'height', 'width', 'length_mm', 'age', 'stock', 'capacity', 'seats', 'rating', 'percent', 'percentage', 'cost', 'unit_cost')
       -- Names that were folded from CamelCase: standardcost, listprice.
       or matches(c.attname, '[a-z](quantity|price|cost)$')
       or c.attname glob '*_quantity' or c.attname glob '*qty' or c.attname glob '*_price' or c.attname glob '*_percent' or c.attname glob '*_percentage' or c.attname glob '*_age_years')
  and c.generated is null
  -- A negative default is a value of its own: "not measured".
  and not matches(coalesce(c.default_expression, ''), '^\(*''?-[0-9]')
  and not exists (select 1 from checks k where k.relation_id = c.relation_id and ' ' || k.numbers || ' ' like '% ' || c.number || ' %')
  and not exists (select 1 from foreign_keys f where f.child_id = c.relation_id and ' ' || f.numbers || ' ' like '% ' || c.number || ' %')
  and not exists (select 1 from triggers g join functions u on u.id = g.function_id where g.relation_id = c.relation_id and g.timing = 'before'
                    and u.body like '%' || c.attname || '%' and u.body like '%raise exception%')
  and not (p.minimum is not null and cast(p.minimum as real) < 0);
