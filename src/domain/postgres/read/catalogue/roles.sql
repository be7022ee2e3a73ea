select r.oid::bigint << 11 as id, r.rolname as name, r.rolsuper as is_superuser, r.rolcanlogin as can_login,
       r.rolcreaterole as can_create_role, r.rolcreatedb as can_create_database,
       r.rolbypassrls as bypasses_row_security, r.rolreplication as can_replicate, r.rolinherit as inherits,
       r.rolconnlimit as connection_limit, r.rolvaliduntil as valid_until,
       array_to_string(r.rolconfig, E'\n') as settings, shobj_description(r.oid, 'pg_authid') as comment
from pg_roles r
where r.rolname !~ '^pg_'
  and not (:lab and (r.oid = 10 or r.oid in (select datdba from pg_database)))
