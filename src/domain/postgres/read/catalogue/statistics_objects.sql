select s.oid::bigint << 11 as id, s.stxrelid::bigint << 11 as relation_id,
       case when n.nspname = 'public' then '' else quote_ident(n.nspname) || '.' end || quote_ident(s.stxname) as name,
       pg_get_statisticsobjdef(s.oid) as definition, s.xmin::text::bigint as xid,
       quote_ident(n.nspname) || '.' || quote_ident(s.stxname) as full_name,
       /*130000+*/ case when s.stxstattarget >= 0 then s.stxstattarget end /*else*/ null::int /*end*/ as target,
       pg_get_userbyid(s.stxowner) as owner
from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
