select d.oid::bigint << 11 as id, pg_get_userbyid(d.defaclrole) as role, n.nspname as schema,
       case d.defaclobjtype when 'r' then 'table' when 'S' then 'sequence' when 'f' then 'function' when 'T' then 'type'
            else 'schema' end as object_kind,
       case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee)::text end as grantee,
       a.privilege_type as privilege
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
cross join lateral aclexplode(d.defaclacl) a
where a.grantee <> d.defaclrole
