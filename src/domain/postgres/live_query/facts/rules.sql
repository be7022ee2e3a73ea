-- What stands behind relations that a function's body names: the queries of views, and policies.
select 'the view ' || c.relname as place, r.ev_action::text as tree
from pg_catalog.pg_rewrite r
join pg_catalog.pg_class c on c.oid = r.ev_class
where r.ev_class = any (:relations) and r.ev_type = '1'
union all
select 'the policy ' || p.polname, p.polqual::text
from pg_catalog.pg_policy p
where p.polrelid = any (:relations) and p.polqual is not null
