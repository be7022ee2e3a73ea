select x.oid::bigint << 11 as id, x.extname as name, x.extversion as version, v.default_version,
       n.nspname as schema, pg_get_userbyid(x.extowner) as owner, false as is_stub, x.xmin::text::bigint as xid,
       x.extrelocatable as is_relocatable
from pg_extension x join pg_namespace n on n.oid = x.extnamespace
left join pg_available_extensions v on v.name = x.extname
