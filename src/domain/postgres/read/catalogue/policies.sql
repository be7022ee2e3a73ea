select y.oid::bigint << 11 as id, y.polrelid::bigint << 11 as relation_id, quote_ident(y.polname) as name,
       y.polpermissive as is_permissive,
       case y.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
            else 'delete' end as command,
       (select string_agg(case when r.oid = 0 then 'public' else pg_get_userbyid(r.oid)::text end, ',')
        from unnest(y.polroles) r(oid)) as roles,
       pg_get_expr(y.polqual, y.polrelid) as using_expression,
       pg_get_expr(y.polwithcheck, y.polrelid) as check_expression, y.xmin::text::bigint as xid
from pg_policy y
