-- needs: a superuser
select r.rolname as role, case when r.rolpassword is null then 'none' when r.rolpassword like 'SCRAM-SHA-256$%' then 'scram'
       when r.rolpassword = 'md5' || md5(r.rolname || r.rolname) then 'name'
       when r.rolpassword like 'md5%' then 'md5' else 'other' end as shape
from pg_authid r where r.rolname !~ '^pg_'
