select v.enumtypid::bigint << 11 as type_id, v.enumsortorder as position, v.enumlabel as value, v.xmin::text::bigint as xid
from pg_enum v join pg_type t on t.oid = v.enumtypid join pg_namespace n on n.oid = t.typnamespace
where n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
