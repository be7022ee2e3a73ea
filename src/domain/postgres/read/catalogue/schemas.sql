select n.oid::bigint << 11 as id, n.nspname as name, pg_get_userbyid(n.nspowner) as owner,
       (e.objid is not null or (:lab and n.nspowner = 10 and n.nspname <> 'public')) as is_extension,
       exists (select from aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
               where a.grantee = 0 and a.privilege_type = 'CREATE') as public_can_create,
       exists (select from aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
               where a.grantee = 0 and a.privilege_type = 'USAGE') as public_can_use,
       obj_description(n.oid, 'pg_namespace') as comment, n.xmin::text::bigint as xid
from pg_namespace n
left join pg_depend e on e.classid = 'pg_namespace'::regclass and e.objid = n.oid and e.deptype = 'e'
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
