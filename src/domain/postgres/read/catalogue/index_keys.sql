select (i.indexrelid::bigint << 11) | k as id, i.indexrelid::bigint << 11 as index_id, k as position,
       i.indkey[k - 1] as number, k <= i.indnkeyatts as is_key,
       case when a.attname is null then pg_get_indexdef(i.indexrelid, k, false) else quote_ident(a.attname) end as expression, oc.opcname as operator_class,
       oc.oid::bigint as operator_class_id, oc.opcfamily::bigint as operator_family_id,
       coalesce(oc.opcdefault, true) as is_default_class,
       case when k <= i.indnkeyatts then i.indcollation[k - 1]::bigint end as collation_id,
       k <= i.indnkeyatts and (i.indoption[k - 1] & 1) = 1 as is_descending,
       k <= i.indnkeyatts and (i.indoption[k - 1] & 2) = 2 as nulls_first
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace
cross join lateral generate_series(1, i.indnatts) k
left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k - 1] and a.attnum <> 0
left join pg_opclass oc on k <= i.indnkeyatts and oc.oid = i.indclass[k - 1]
where n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
