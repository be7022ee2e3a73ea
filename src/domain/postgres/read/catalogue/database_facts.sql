select pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collation, d.datctype as ctype,
       /*150000+*/ d.datcollversion /*else*/ null::text /*end*/ as collation_version,
       /*150000+*/ pg_database_collation_actual_version(d.oid) /*else*/ null::text /*end*/ as collation_actual_version,
       pg_get_userbyid(d.datdba) as owner, d.datconnlimit as connection_limit,
       exists (select from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
               where a.grantee = 0 and a.privilege_type = 'CONNECT') as public_can_connect,
       exists (select from aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
               where a.grantee = 0 and a.privilege_type = 'TEMPORARY') as public_can_temp
from pg_database d where d.datname = current_database()
