select s.oid::bigint << 11 as id, s.srvname as name, w.fdwname as wrapper, pg_get_userbyid(s.srvowner) as owner,
       (select string_agg(distinct split_part(o, '=', 1), ', ') from (
          select unnest(s.srvoptions) as o union all
          select unnest(m.umoptions) from pg_user_mappings m where m.srvid = s.oid) x
        where split_part(o, '=', 1) ~* '(pass|secret|token|key)') as secret_options, s.xmin::text::bigint as xid
from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw
