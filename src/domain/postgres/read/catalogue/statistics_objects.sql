select s.oid::bigint << 11 as id, s.stxrelid::bigint << 11 as relation_id,
       case when n.nspname = 'public' then '' else quote_ident(n.nspname) || '.' end || quote_ident(s.stxname) as name,
       pg_get_statisticsobjdef(s.oid) as definition, s.xmin::text::bigint as xid
from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
