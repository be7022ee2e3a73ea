select case when s.setrole = 0 then null else pg_get_userbyid(s.setrole)::text end as role, s.setdatabase <> 0 as in_database,
       split_part(o, '=', 1) as name, substr(o, strpos(o, '=') + 1) as value
from pg_db_role_setting s cross join lateral unnest(s.setconfig) o
where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
  and split_part(o, '=', 1) !~* '(pass|secret|token|key)'
