-- Trees that planning takes up from relations and domains, and evaluates as far as they are constant.
select 'the index ' || c.relname as place, e.tree
from pg_catalog.pg_index x
join pg_catalog.pg_class c on c.oid = x.indexrelid
cross join lateral (values (x.indexprs::text), (x.indpred::text)) as e (tree)
where x.indrelid = any (:relations) and e.tree is not null
union all
select 'the partitions of ' || c.relname, p.partexprs::text
from pg_catalog.pg_partitioned_table p
join pg_catalog.pg_class c on c.oid = p.partrelid
where p.partrelid = any (:relations) and p.partexprs is not null
/*140000+*/
union all
select 'the statistics ' || s.stxname, s.stxexprs::text
from pg_catalog.pg_statistic_ext s
where s.stxrelid = any (:relations) and s.stxexprs is not null
/*end*/
/*180000+*/
union all
select 'the column ' || a.attname, d.adbin::text
from pg_catalog.pg_attribute a
join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = any (:relations) and a.attgenerated = 'v'
/*end*/
union all
select 'the domain ' || t.typname, k.conbin::text
from pg_catalog.pg_constraint k
join pg_catalog.pg_type t on t.oid = k.contypid
where k.contypid = any (:types) and k.conbin is not null
