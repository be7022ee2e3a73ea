select g.rolname as role, m.rolname as member, a.admin_option as is_admin
from pg_auth_members a join pg_roles g on g.oid = a.roleid join pg_roles m on m.oid = a.member
