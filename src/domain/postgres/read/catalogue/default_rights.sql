select d.oid::bigint << 11 as id, pg_get_userbyid(d.defaclrole) as role, n.nspname as schema,
       case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
            when 'n' then 'schemas' else 'large objects' end as object_kind,
       coalesce((select string_agg(x.line, E'\n' order by x.line)
        from (select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee)::text end || ' ' || a.privilege_type
                     || case when a.is_grantable then ' with grant option' else '' end as line
              from aclexplode(d.defaclacl) a where a.grantee <> d.defaclrole) x), '') as rights
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
