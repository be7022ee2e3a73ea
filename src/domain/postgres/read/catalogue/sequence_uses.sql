select d.refobjid::bigint << 11 as sequence_id, (f.adrelid::bigint << 11) | f.adnum as attribute_id,
       f.adrelid::bigint << 11 as relation_id
from pg_depend d
join pg_attrdef f on f.oid = d.objid
join pg_class s on s.oid = d.refobjid and s.relkind = 'S'
where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_class'::regclass
union
select d.objid::bigint << 11, (d.refobjid::bigint << 11) | d.refobjsubid, d.refobjid::bigint << 11
from pg_depend d
join pg_class s on s.oid = d.objid and s.relkind = 'S'
where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i' and d.refobjsubid > 0
